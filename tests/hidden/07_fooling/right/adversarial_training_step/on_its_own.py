"""Makes the attack by itself, with backward, and clears the gradients after it."""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    pixels = images.detach().clone().requires_grad_()
    F.cross_entropy(model(pixels), labels, reduction="sum").backward()
    attacked = (images + epsilon * pixels.grad.sign()).clamp(0, 1)
    model.train()
    model.zero_grad()
    optimizer.zero_grad()
    loss = nn.CrossEntropyLoss()(model(attacked), labels)
    loss.backward()
    optimizer.step()
    for module, training in modes:
        module.training = training
    return float(loss.detach())
