"""Works on a copy of the model, and throws it away."""

import copy


def input_gradient(model, images, labels):
    double = copy.deepcopy(model).eval()
    pixels = images.detach().clone().requires_grad_(True)
    F.cross_entropy(double(pixels), labels, reduction="sum").backward()
    return pixels.grad
