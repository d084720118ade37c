"""Takes the gradient once, at the start.
Fails: gradient is taken anew
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    sign = input_gradient(model, found, labels).sign() * (-1 if targeted else 1)
    for _ in range(steps):
        found = found + step_size * sign
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon).clamp(0, 1)
    return found
