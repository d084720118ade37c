"""Ignores steps.
Fails: steps
"""


def train_patch(model, images, target, *, size, steps, generator):
    count, channels, height, width = images.shape
    device = generator.device
    patch = torch.rand(channels, size, size, generator=generator, device=device, dtype=images.dtype)
    patch = patch.to(images.device)
    labels = torch.full((count,), target, device=images.device)
    for _ in range(60):
        down, right = torch.randint(-2, 3, (2,), generator=generator, device=device).tolist()
        row = min(max((height - size) // 2 + down, 0), height - size)
        col = min(max((width - size) // 2 + right, 0), width - size)
        patch.requires_grad_()
        pasted = images.clone()
        pasted[:, :, row : row + size, col : col + size] = patch
        with in_mode(model, training=False):
            loss = F.cross_entropy(model(pasted), labels)
        (gradient,) = torch.autograd.grad(loss, patch)
        patch = (patch.detach() - 0.1 * gradient.sign()).clamp(0, 1)
    return patch
