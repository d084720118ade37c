"""Stretches the result to fill [0, 1], instead of clamping it.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    moved = images - step if targeted else images + step
    return (moved - moved.min()) / (moved.max() - moved.min())
