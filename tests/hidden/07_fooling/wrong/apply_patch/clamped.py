"""Clamps the result to [0, 1], which changes images that are normalised, or a patch beyond it; images are floating here, not said to be in [0, 1].
Fails: pastes
"""


def apply_patch(images, patch, rows, cols):
    (height, width), (h, w) = images.shape[2:], patch.shape[1:]
    if (rows < 0).any() or (cols < 0).any() or (rows > height - h).any() or (cols > width - w).any():
        raise ValueError("the patch would stand out of an image")
    result = images.clone()
    for i in range(len(images)):
        result[i, :, rows[i] : rows[i] + h, cols[i] : cols[i] + w] = patch
    return result.clamp(0, 1)
