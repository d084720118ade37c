"""A pixel is painted when it is less than size below and to the right of the corner."""


def random_erasing(images, size, *, value=0.0, generator):
    count, _, height, width = images.shape
    if size > min(height, width):
        raise ValueError(f"a square of {size} px is larger than {height} by {width}")
    share = torch.rand(2, count, 1, 1, generator=generator, device=generator.device).to(images.device)
    y = (share[0] * (height - size + 1)).long().clamp(max=height - size)
    x = (share[1] * (width - size + 1)).long().clamp(max=width - size)
    down = torch.arange(height, device=images.device)[:, None] - y
    right = torch.arange(width, device=images.device) - x
    painted = (down >= 0) & (down < size) & (right >= 0) & (right < size)
    return torch.where(painted[:, None], value, images)
