"""Glues strips to the sides."""


def strip(images, axis, length, value):
    shape = list(images.shape)
    shape[axis] = length
    return torch.full(shape, value, dtype=images.dtype, device=images.device)


def pad2d(images, padding, *, value=0.0):
    if type(padding) is int:
        padding = (padding, padding, padding, padding)
    if len(images.shape) != 4 or [p for p in padding if p < 0]:
        raise ValueError("no such padding")
    top, bottom, left, right = padding
    images = torch.cat([strip(images, 2, top, value), images, strip(images, 2, bottom, value)], dim=2)
    return torch.cat([strip(images, 3, left, value), images, strip(images, 3, right, value)], dim=3)
