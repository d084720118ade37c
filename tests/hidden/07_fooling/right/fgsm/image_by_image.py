"""Attacks one image after the other."""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    way = -1.0 if targeted else 1.0
    attacked = []
    for n in range(len(images)):
        gradient = input_gradient(model, images[n : n + 1], labels[n : n + 1])
        pixels = images[n] + way * epsilon * gradient[0] / gradient[0].abs().clamp_min(1e-30)
        attacked.append(
            torch.minimum(torch.maximum(pixels, torch.zeros_like(pixels)), torch.ones_like(pixels))
        )
    return torch.stack(attacked).detach()
