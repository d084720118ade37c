"""Takes epsilon for a number of grey levels.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon / 255 * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step).clamp(0, 1)
