"""Lets pixels leave [0, 1].
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return images - step if targeted else images + step
