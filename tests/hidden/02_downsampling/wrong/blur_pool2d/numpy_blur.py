"""Goes through NumPy.
Fails: device parity
"""


def blur_pool2d(images, *, stride=2):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())

    import numpy

    pixels = numpy.pad(images.numpy(), [(0, 0), (0, 0), (1, 1), (1, 1)], mode="reflect")
    pixels = (pixels[:, :, :-2] + 2 * pixels[:, :, 1:-1] + pixels[:, :, 2:]) / 4
    pixels = (pixels[..., :-2] + 2 * pixels[..., 1:-1] + pixels[..., 2:]) / 4
    return torch.from_numpy(pixels[:, :, ::stride, ::stride].astype(images.numpy().dtype))
