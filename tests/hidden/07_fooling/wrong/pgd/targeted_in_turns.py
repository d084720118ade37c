"""Negates its step anew in each round.
Fails: targeted
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        if targeted:
            step_size = -step_size
        found = (found + step_size * input_gradient(model, found, labels).sign()).clamp(0, 1)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
