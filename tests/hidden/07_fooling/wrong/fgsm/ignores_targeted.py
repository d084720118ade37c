"""Moves away from the labels in any case.
Fails: targeted
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    return (images + epsilon * input_gradient(model, images, labels).sign()).clamp(0, 1)
