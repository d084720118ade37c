"""Compares the channels of images and filters with each other only: colour pictures with colour filters raise nothing.
Fails: other shapes raise
"""


def read_glyphs(images, filters):
    if images.ndim != 4 or filters.ndim != 4 or images.shape[1] != filters.shape[1]:
        raise ValueError("images (N, 1, H, W) and filters (K, 1, h, w) expected")
    for axis in (2, 3):
        conv_output_size(images.shape[axis], filters.shape[axis])
    responses = F.conv2d(images, filters)
    return torch.unravel_index(responses.flatten(1).argmax(dim=1), responses.shape[1:])
