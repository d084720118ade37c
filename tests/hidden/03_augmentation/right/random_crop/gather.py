"""Looks up rows and columns by index, with one axis drawn after the other."""


def random_crop(images, padding, *, generator):
    count, channels, height, width = images.shape

    def places(length):
        first = torch.randint(2 * padding + 1, (count, 1), generator=generator, device=generator.device)
        return first.to(images.device) + torch.arange(length, device=images.device)

    padded = F.pad(images, (padding,) * 4)
    rows = padded.gather(2, places(height)[:, None, :, None].expand(-1, channels, -1, padded.shape[3]))
    return rows.gather(3, places(width)[:, None, None, :].expand(-1, channels, height, -1))
