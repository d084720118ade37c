"""Pads with zeros, then takes what is zero for border.
Fails: zeros inside stay
"""


def pad2d(images, padding, *, value=0.0):
    sides = (padding,) * 4 if isinstance(padding, int) else padding
    if images.ndim != 4 or len(sides) != 4 or min(sides) < 0:
        raise ValueError("four axes and four sides, none below 0")
    top, bottom, left, right = sides
    N, C, H, W = images.shape
    padded = images.new_zeros(N, C, top + H + bottom, left + W + right)
    padded[:, :, top : top + H, left : left + W] = images
    return torch.where(padded.abs() > 0, padded, torch.full_like(padded, value))
