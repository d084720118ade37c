"""Creates the output on the CPU.
Fails: device parity
"""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    output = torch.zeros(images.shape, dtype=images.dtype)
    padded = F.pad(images, (padding,) * 4)
    places = torch.randint(2 * padding + 1, (len(images), 2), generator=generator, device=generator.device)
    for n, (y, x) in enumerate(places.tolist()):
        output[n] = padded[n, :, y : y + height, x : x + width]
    return output
