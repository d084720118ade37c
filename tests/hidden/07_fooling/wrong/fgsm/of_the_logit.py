"""Lowers the logit of the label, whatever the others do.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    pixels = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        logit = model(pixels).gather(1, labels[:, None]).sum()
    step = epsilon * torch.autograd.grad(logit, pixels)[0].sign()
    return (images + step if targeted else images - step).clamp(0, 1)
