"""One square after the other, painted into a copy."""


def random_erasing(images, size, *, value=0.0, generator):
    height, width = images.shape[-2:]
    if size > height or size > width:
        raise ValueError(f"size must be at most {min(height, width)}, got {size}")
    output = images.clone()
    for n in range(len(images)):
        y = torch.randint(0, height - size + 1, (1,), generator=generator, device=generator.device).item()
        x = torch.randint(0, width - size + 1, (1,), generator=generator, device=generator.device).item()
        output[n, :, y : y + size, x : x + size] = value
    return output
