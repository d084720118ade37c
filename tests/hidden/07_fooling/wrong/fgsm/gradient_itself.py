"""Forgets the sign.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels)
    return (images - step if targeted else images + step).clamp(0, 1)
