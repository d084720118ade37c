"""One image after the other, with plain numbers."""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    output = []
    for image in images:
        first, second = torch.rand(2, generator=generator, device=generator.device).tolist()
        c, b = 1 + contrast * (2 * first - 1), brightness * (2 * second - 1)
        mean = image.mean()
        output.append(torch.clip((image - mean) * c + mean + b, 0.0, 1.0))
    return torch.stack(output)
