"""Detaches the images, and takes that for a copy.
Fails: images are left alone
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    moved = images.detach()
    step = epsilon * input_gradient(model, images, labels).sign()
    moved += -step if targeted else step
    return moved.clamp(0, 1)
