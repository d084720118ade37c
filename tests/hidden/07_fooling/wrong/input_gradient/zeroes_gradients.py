"""Cleans up after backward by throwing away gradients that were there before.
Fails: model is left alone
"""


def input_gradient(model, images, labels):
    images = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        F.cross_entropy(model(images), labels, reduction="sum").backward()
        model.zero_grad()
    return images.grad
