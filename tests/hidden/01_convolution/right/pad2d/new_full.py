"""A larger tensor, filled, and the images in its middle."""


def pad2d(images: torch.Tensor, padding, *, value: float = 0.0) -> torch.Tensor:
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    if min(top, bottom, left, right) < 0:
        raise ValueError(f"padding must be at least 0, got {padding}")
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
