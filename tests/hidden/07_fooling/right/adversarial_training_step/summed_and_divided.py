"""Sums the loss, and divides both sum and gradient by the number of images."""


def adversarial_training_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
) -> float:
    optimizer.zero_grad()
    attacked = fgsm(model, images, labels, epsilon).detach()
    before = {name: module.training for name, module in model.named_modules()}
    try:
        model.train(True)
        mean = F.cross_entropy(model(attacked), labels, reduction="sum") / images.shape[0]
        mean.backward()
    finally:
        for name, module in model.named_modules():
            module.training = before[name]
    optimizer.step()
    return mean.item()
