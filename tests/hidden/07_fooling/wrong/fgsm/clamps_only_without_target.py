"""Forgets to clamp in one of two branches.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    if targeted:
        return images - step
    return (images + step).clamp(0, 1)
