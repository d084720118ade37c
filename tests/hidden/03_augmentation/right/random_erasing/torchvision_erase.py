"""Paints by torchvision."""

from torchvision.transforms.v2 import functional as tv


def random_erasing(images, size, *, value=0.0, generator):
    height, width = images.shape[2:]
    if size > min(height, width):
        raise ValueError("the square does not fit")
    painted = []
    for image in images:
        y = torch.randint(height - size + 1, (), generator=generator, device=generator.device).item()
        x = torch.randint(width - size + 1, (), generator=generator, device=generator.device).item()
        colour = torch.full((len(image), 1, 1), value, dtype=image.dtype, device=image.device)
        painted.append(tv.erase(image, y, x, size, size, colour))
    return torch.stack(painted)
