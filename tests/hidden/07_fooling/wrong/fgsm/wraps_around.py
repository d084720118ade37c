"""Lets what leaves [0, 1] come in at the other end.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step) % 1
