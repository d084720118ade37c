"""Shifts rows and columns by matrix products, for the difference to the value."""


class Shift:
    def __init__(self, before: int, size: int, after: int):
        self.before, self.size, self.after = before, size, after

    def matrix(self, like):
        return torch.eye(self.before + self.size + self.after, dtype=like.dtype, device=like.device)[
            :, self.before : self.before + self.size
        ]


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = padding if isinstance(padding, tuple) else 4 * (padding,)
    if images.dim() != 4:
        raise ValueError("four axes, please")
    if any(side < 0 for side in (top, bottom, left, right)):
        raise ValueError("negative padding")
    down = Shift(top, images.shape[2], bottom).matrix(images)
    across = Shift(left, images.shape[3], right).matrix(images)
    return down @ (images - value) @ across.mT + value
