"""Takes the sign of the sum over the channels.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sum(1, keepdim=True).sign()
    return (images - step if targeted else images + step).clamp(0, 1)
