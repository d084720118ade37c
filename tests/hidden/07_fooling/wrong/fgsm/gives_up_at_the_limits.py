"""Leaves a pixel alone where a whole step would leave [0, 1].
Fails: bounds
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    attacked = images - step if targeted else images + step
    return torch.where((attacked < 0) | (attacked > 1), images, attacked).detach()
