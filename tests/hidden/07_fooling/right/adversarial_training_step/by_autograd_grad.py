"""Fills in the gradients of those weights that want one."""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    with in_mode(model, training=False):
        attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=True):
        losses = -model(attacked).log_softmax(1).gather(1, labels[:, None])[:, 0]
        loss = losses.mean()
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
            weight.grad = gradient
        optimizer.step()
    return losses.detach().mean().item()
