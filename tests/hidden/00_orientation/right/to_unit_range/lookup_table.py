"""A table of 256 grey levels, indexed by the images; other numbers of axes are refused."""


def to_unit_range(images):
    if images.dtype is not torch.uint8:
        raise TypeError("images must be torch.uint8, but they are " + str(images.dtype))
    if images.ndim not in (3, 4):
        raise ValueError(f"expected (N, H, W) or (N, C, H, W), got {tuple(images.shape)}")
    table = torch.arange(256, dtype=torch.float32, device=images.device).div(255)
    values = table[images.long()]
    return values if values.ndim == 4 else values[:, None, :, :]
