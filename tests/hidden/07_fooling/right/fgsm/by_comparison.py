"""Chooses for each pixel between the two places where it may go."""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    images = images.detach()
    gradient = input_gradient(model, images, labels) * (-1 if targeted else 1)
    darker, brighter = (images - epsilon).clamp_min(0), (images + epsilon).clamp_max(1)
    return torch.where(gradient > 0, brighter, torch.where(gradient < 0, darker, images))
