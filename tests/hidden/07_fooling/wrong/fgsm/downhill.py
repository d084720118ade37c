"""Moves the pixels to where the loss falls.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images + step if targeted else images - step).clamp(0, 1)
