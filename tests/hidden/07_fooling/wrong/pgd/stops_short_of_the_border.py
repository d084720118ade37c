"""Takes back a step that would leave the ball.
Fails: reaches the border
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        next_one = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.where((next_one - images).abs() <= epsilon + 1e-7, next_one, found)
    return found
