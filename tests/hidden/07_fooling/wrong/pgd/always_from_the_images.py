"""Begins each step at the images: only the last one counts.
Fails: steps add up
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    begin = found
    for _ in range(steps):
        step = step_size * input_gradient(model, begin, labels).sign()
        found = begin - step if targeted else begin + step
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon).clamp(0, 1)
    return found
