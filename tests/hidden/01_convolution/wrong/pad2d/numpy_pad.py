"""Goes through NumPy.
Fails: device parity
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    widths = ((0, 0), (0, 0), (top, bottom), (left, right))
    return torch.from_numpy(np.pad(images.numpy(), widths, constant_values=value))
