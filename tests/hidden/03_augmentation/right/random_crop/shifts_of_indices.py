"""Where each pixel comes from, without padding; what comes from outside is 0. Floors uniform numbers."""


def random_crop(images, padding, *, generator):
    count, _, height, width = images.shape
    share = torch.rand(count, 2, generator=generator, device=generator.device).to(images.device)
    shift = (share * (2 * padding + 1)).floor().long().clamp(max=2 * padding) - padding
    rows = torch.arange(height, device=images.device) + shift[:, :1]
    cols = torch.arange(width, device=images.device) + shift[:, 1:]
    inside = ((rows >= 0) & (rows < height))[:, :, None] & ((cols >= 0) & (cols < width))[:, None, :]
    n = torch.arange(count, device=images.device)[:, None, None]
    found = images[n, :, rows.clamp(0, height - 1)[:, :, None], cols.clamp(0, width - 1)[:, None, :]]
    return found.permute(0, 3, 1, 2) * inside[:, None]
