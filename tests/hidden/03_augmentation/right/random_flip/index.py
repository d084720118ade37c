"""Reads columns, or rows, in an order of each image's own."""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    length = images.shape[dim]
    chosen = torch.empty(len(images), device=generator.device).uniform_(generator=generator) < p
    forward = torch.arange(length, device=images.device)
    order = torch.where(chosen.to(images.device)[:, None], length - 1 - forward, forward)
    shape = [len(images), 1, 1, 1]
    shape[dim] = length
    return images.gather(dim % 4, order.reshape(shape).expand_as(images))
