"""Keeps away from 0 and 1, also where nothing is to change.
Fails: epsilon 0
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step).clamp(1e-3, 1 - 1e-3)
