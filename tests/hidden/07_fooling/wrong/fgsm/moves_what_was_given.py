"""Adds the step in place.
Fails: images are left alone
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return images.add_(-step if targeted else step).clamp_(0, 1)
