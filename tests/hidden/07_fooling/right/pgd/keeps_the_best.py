"""Looks at the loss after each step, and returns the best it saw of each image."""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    way = -1 if targeted else 1

    def losses(pixels):
        with torch.no_grad(), in_mode(model, training=False):
            return way * F.cross_entropy(model(pixels), labels, reduction="none")

    found = images.detach()
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (found + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    best, highest = found, losses(found)
    for _ in range(steps):
        found = found + way * step_size * input_gradient(model, found, labels).sign()
        found = (images + (found - images).clamp(-epsilon, epsilon)).clamp(0, 1)
        now = losses(found)
        best = torch.where((now > highest)[:, None, None, None], found, best)
        highest = torch.maximum(now, highest)
    return best
