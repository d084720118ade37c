"""Steps by epsilon instead of step_size.
Fails: steps add up
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, epsilon, targeted=targeted)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
