"""Clamps the step, not the image.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = (epsilon * input_gradient(model, images, labels).sign()).clamp(-1, 1)
    return images - step if targeted else images + step
