"""Draws a place near the centre for each image, with a normalised gradient."""


def train_patch(
    model: nn.Module, images: torch.Tensor, target: int, *, size: int, steps: int, generator: torch.Generator
) -> torch.Tensor:
    count, channels, *sides = images.shape
    patch = images.new_full((channels, size, size), 0.5)
    patch += 0.2 * torch.randn(patch.shape, generator=generator, device=generator.device).to(patch)
    patch = patch.clamp(0, 1)
    labels = torch.tensor([target] * count, device=images.device)
    for _ in range(steps):
        places = [
            (
                (side - size) // 2
                + torch.randint(-3, 4, (count,), generator=generator, device=generator.device)
            )
            .clamp(0, side - size)
            .to(images.device)
            for side in sides
        ]
        patch.requires_grad_(True)
        with in_mode(model, training=False):
            loss = F.cross_entropy(model(apply_patch(images, patch, *places)), labels, reduction="sum")
        gradient = torch.autograd.grad(loss, patch)[0]
        step = gradient / gradient.square().mean().sqrt().clamp_min(1e-12)
        patch = torch.clamp(patch.detach() - 0.1 * step, 0.0, 1.0)
    return patch
