"""Clamps at 1, but not at 0.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step).clamp(max=1)
