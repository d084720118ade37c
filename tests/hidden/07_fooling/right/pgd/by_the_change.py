"""Walks with the change instead of the image."""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    images = images.detach()
    change = torch.zeros_like(images)
    if generator is not None:
        cpu = torch.empty(images.shape, dtype=images.dtype, device=generator.device)
        change = cpu.uniform_(-epsilon, epsilon, generator=generator).to(images.device)
        change = (images + change).clamp(0, 1) - images
    way = -1 if targeted else 1
    for _ in range(steps):
        change = change + way * step_size * input_gradient(model, images + change, labels).sign()
        change = (images + change.clamp(-epsilon, epsilon)).clamp(0, 1) - images
    return images + change
