"""Does not detach the images; if they require a gradient, the result has a graph.
Fails: detached
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    sign = input_gradient(model, images, labels).sign()
    if targeted:
        sign = -sign
    return torch.clamp(images + epsilon * sign, 0, 1)
