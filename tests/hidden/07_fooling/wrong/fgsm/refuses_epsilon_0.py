"""Takes an attack of size 0 for a mistake.
Fails: epsilon 0
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    if epsilon <= 0:
        raise ValueError(f"epsilon must be above 0, got {epsilon}")
    step = epsilon * input_gradient(model, images, labels).sign()
    return (images - step if targeted else images + step).clamp(0, 1)
