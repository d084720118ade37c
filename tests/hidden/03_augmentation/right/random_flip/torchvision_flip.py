"""Mirrors by torchvision, in double-precision draws."""

from torchvision.transforms.v2 import functional as tv


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    flip = tv.horizontal_flip if dim in (-1, 3) else tv.vertical_flip
    numbers = torch.rand(len(images), dtype=torch.float64, generator=generator, device=generator.device)
    pairs = zip(images, numbers.tolist(), strict=True)
    return torch.stack([flip(image) if number < p else image for image, number in pairs])
