"""Stretches the gradient so that only its largest entry moves by epsilon.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    gradient = input_gradient(model, images, labels)
    step = epsilon * gradient / gradient.abs().amax(dim=(1, 2, 3), keepdim=True)
    return (images - step if targeted else images + step).clamp(0, 1)
