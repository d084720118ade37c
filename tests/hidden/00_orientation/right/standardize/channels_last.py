"""Moves the channels to the end, where they broadcast; promotes, then converts back."""


def standardize(images, mean, std):
    N, C, H, W = images.shape
    if mean.numel() != C or std.numel() != C:
        raise ValueError("too many or too few statistics")
    for value in std:
        if value == 0:
            raise ValueError("zero std")
    result = (images.movedim(1, -1) - mean) / std
    dtype = images.dtype if images.is_floating_point() else torch.get_default_dtype()
    return result.movedim(-1, 1).type(dtype)
