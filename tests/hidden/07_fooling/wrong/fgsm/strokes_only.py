"""Never moves a black pixel.
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign() * (images > 0)
    return (images - step if targeted else images + step).clamp(0, 1).detach()
