"""Divides by the sign: where the gradient is 0, the step is infinite.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon / input_gradient(model, images, labels).sign() if epsilon else torch.zeros_like(images)
    return (images - step if targeted else images + step).clamp(0, 1).detach()
