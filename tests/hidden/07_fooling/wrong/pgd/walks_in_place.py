"""Walks on the very images that it was given.
Fails: images are left alone
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    low, high = (images - epsilon).clamp_min(0), (images + epsilon).clamp_max(1)
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        images.add_(epsilon * (2 * noise.to(images.device) - 1)).clamp_(0, 1)
    for _ in range(steps):
        images += fgsm(model, images, labels, step_size, targeted=targeted) - images
        images.copy_(torch.minimum(torch.maximum(images, low), high))
    return images
