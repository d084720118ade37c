"""Creates the larger tensor in the default dtype.
Fails: input is left alone
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = torch.full((N, C, top + H + bottom, left + W + right), float(value), device=images.device)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
