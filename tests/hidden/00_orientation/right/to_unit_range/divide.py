"""Divide by 255 after the checks."""


def to_unit_range(images: torch.Tensor) -> torch.Tensor:
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8 images, got {images.dtype}")
    if images.dim() not in (3, 4):
        raise ValueError(f"expected three or four axes, got {images.dim()}")
    if images.dim() == 3:
        images = images.unsqueeze(1)
    return images.float() / 255
