"""Indices of all painted pixels at once; one number says row and column."""


def random_erasing(images, size, *, value=0.0, generator):
    count, channels, height, width = images.shape
    if size > min(height, width):
        raise ValueError("the square does not fit")
    rows, cols = height - size + 1, width - size + 1
    place = torch.randint(rows * cols, (count,), generator=generator, device=generator.device)
    y, x = (place // cols).to(images.device), (place % cols).to(images.device)
    inside = torch.arange(size, device=images.device)
    pixels = (y[:, None, None] + inside[:, None]) * width + x[:, None, None] + inside
    index = pixels.reshape(count, 1, -1).expand(-1, channels, -1)
    return images.reshape(count, channels, -1).scatter(2, index, value).reshape(images.shape)
