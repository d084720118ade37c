"""Clamps to the darkest and brightest pixel that came in.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    moved = images - step if targeted else images + step
    return moved.clamp(images.min(), images.max())
