"""Cuts smaller images out and enlarges them again.
Fails: windows
"""


def random_crop(images, padding, *, generator):
    if padding == 0:
        return images.clone()
    height, width = images.shape[2:]
    cut = []
    for image in F.pad(images, (padding,) * 4):
        y, x = torch.randint(2 * padding + 1, (2,), generator=generator, device=generator.device).tolist()
        window = image[None, :, y : y + height - 1, x : x + width - 1]
        cut.append(F.interpolate(window, size=(height, width), mode="bilinear")[0])
    return torch.stack(cut)
