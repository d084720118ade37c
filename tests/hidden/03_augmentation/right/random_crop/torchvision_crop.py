"""Pads and crops by torchvision."""

from torchvision.transforms.v2 import functional as tv


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    padded = tv.pad(images, [padding])
    places = torch.randint(2 * padding + 1, (2, len(images)), generator=generator, device=generator.device)
    pairs = zip(padded, *places.tolist(), strict=True)
    return torch.stack([tv.crop(image, y, x, height, width) for image, y, x in pairs])
