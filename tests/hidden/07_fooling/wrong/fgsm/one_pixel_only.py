"""Moves only the pixel with the largest gradient.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    gradient = input_gradient(model, images, labels)
    largest = gradient.abs() == gradient.abs().amax(dim=(1, 2, 3), keepdim=True)
    step = epsilon * gradient.sign() * largest
    return (images - step if targeted else images + step).clamp(0, 1)
