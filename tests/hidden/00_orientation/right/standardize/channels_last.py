"""Moves the channels to the end, where they broadcast; promotes, then converts back."""


def standardize(images, mean, std):
    for value in std:
        if value == 0:
            raise ValueError("zero std")
    result = (images.movedim(1, -1) - mean) / std
    return result.movedim(-1, 1).type(images.dtype)
