"""One image after the other, its number drawn when its turn comes."""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in (-1, -2, 2, 3):
        raise ValueError(f"only -1, -2, 2 and 3 are allowed, not {dim}")
    output = []
    for image in images:
        number = torch.rand(1, generator=generator, device=generator.device).item()
        output.append(torch.flip(image, [dim % 4 - 1]) if number < p else image)
    return torch.stack(output)
