"""Asks whether there is a generator, but draws without it.
Fails: generator
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, device=images.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise - 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
