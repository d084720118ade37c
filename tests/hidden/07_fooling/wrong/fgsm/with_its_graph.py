"""Adds the step to the pixels that require gradients.
Fails: detached
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    pixels = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(pixels), labels)
    step = epsilon * torch.autograd.grad(loss, pixels)[0].sign()
    return (pixels - step if targeted else pixels + step).clamp(0, 1)
