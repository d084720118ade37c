"""Draws a normal start, and cuts it off at the ball.
Fails: random start
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.randn(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * noise.to(images.device).clamp(-1, 1)).clamp(0, 1)
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
