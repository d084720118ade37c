"""Lets an optimiser take the steps, on gradients that are replaced by their signs."""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    low, high = (images - epsilon).clamp_min(0), (images + epsilon).clamp_max(1)
    pixels = images.detach().clone()
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        pixels = torch.lerp(images - epsilon, images + epsilon, noise.to(images.device)).clamp(0, 1)
    pixels = nn.Parameter(pixels.detach())
    optimizer = torch.optim.SGD([pixels], lr=step_size, maximize=not targeted)
    for _ in range(steps):
        pixels.grad = input_gradient(model, pixels, labels).sign()
        optimizer.step()
        with torch.no_grad():
            pixels.copy_(pixels.max(low).min(high))
    return pixels.data
