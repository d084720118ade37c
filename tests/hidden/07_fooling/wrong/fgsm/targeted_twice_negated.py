"""Negates the loss and then subtracts.
Fails: targeted
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    pixels = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(pixels), labels)
    loss = -loss if targeted else loss
    step = epsilon * torch.autograd.grad(loss, pixels)[0].sign()
    return (images - step if targeted else images + step).clamp(0, 1)
