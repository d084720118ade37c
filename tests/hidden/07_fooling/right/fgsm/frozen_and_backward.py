"""Freezes the weights while backward runs."""

import copy


def fgsm(model, images, labels, epsilon, *, targeted=False):
    victim = copy.deepcopy(model).requires_grad_(False).eval()
    pixels = torch.empty_like(images).copy_(images.detach()).requires_grad_()
    F.nll_loss(F.log_softmax(victim(pixels), dim=1), labels, reduction="sum").backward()
    direction = torch.heaviside(pixels.grad, torch.full_like(pixels.grad, 0.5)) * 2 - 1
    if targeted:
        direction = -direction
    return (images.detach() + epsilon * direction).clamp(0.0, 1.0)
