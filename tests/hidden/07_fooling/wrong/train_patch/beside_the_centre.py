"""Forgets to halve what is left beside the sticker: it practises in the lower right corner.
Fails: target rate
"""


def train_patch(model, images, target, *, size, steps, generator):
    _, channels, height, width = images.shape
    patch = torch.full((channels, size, size), 0.5, dtype=images.dtype, device=images.device)
    speed = torch.zeros_like(patch)
    for step in range(steps):
        row = min(max((height - size) + 2 * (step % 3 - 1), 0), height - size)
        col = min(max((width - size) + 2 * (step // 3 % 3 - 1), 0), width - size)
        patch.requires_grad_()
        pasted = images.clone()
        pasted[:, :, row : row + size, col : col + size] = patch
        with in_mode(model, training=False):
            logits = model(pasted)
        loss = (logits.logsumexp(1) - logits[:, target]).sum()
        (gradient,) = torch.autograd.grad(loss, patch)
        speed = 0.8 * speed - gradient / gradient.abs().mean().clamp_min(1e-12)
        patch = (patch.detach() + 0.05 * speed).clamp(0, 1)
    return patch
