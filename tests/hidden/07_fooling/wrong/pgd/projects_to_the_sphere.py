"""Scales the whole change so that its length is epsilon.
Fails: ball
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        change = found - images
        length = change.flatten(1).norm(dim=1).clamp_min(1e-12).view(-1, 1, 1, 1)
        found = images + change * (epsilon * 7.7 / length).clamp_max(1)
    return found.clamp(0, 1)
