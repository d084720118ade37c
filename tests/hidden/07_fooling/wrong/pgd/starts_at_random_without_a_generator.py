"""Draws a start from the global state where no generator is given.
Fails: starts at the images
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    device = images.device if generator is None else generator.device
    noise = torch.rand(images.shape, generator=generator, device=device, dtype=images.dtype)
    found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
