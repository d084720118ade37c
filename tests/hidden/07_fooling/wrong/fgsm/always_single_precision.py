"""Returns float32, whatever comes.
Fails: dtype and slices
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step).clamp(0, 1).float()
