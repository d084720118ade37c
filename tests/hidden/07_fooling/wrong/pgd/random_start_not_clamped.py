"""Asks the model first about a start out of [0, 1].
Fails: ball
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = images + epsilon * (2 * noise.to(images.device) - 1)
    low, high = (images - epsilon).clamp_min(0), (images + epsilon).clamp_max(1)
    for _ in range(steps):
        step = step_size * input_gradient(model, found, labels).sign()
        found = found - step if targeted else found + step
        found = torch.minimum(torch.maximum(found, low), high)
    return found
