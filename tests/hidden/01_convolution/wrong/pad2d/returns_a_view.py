"""Adds only strips that are not empty, so nothing at all without padding.
Fails: no alias
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    result = images.view(images.shape) if images.is_contiguous() else images
    for axis, before, after in ((2, top, bottom), (3, left, right)):
        for length, in_front in ((before, True), (after, False)):
            if length:
                shape = list(result.shape)
                shape[axis] = length
                strip = result.new_full(shape, value)
                result = torch.cat([strip, result] if in_front else [result, strip], dim=axis)
    return result
