"""Draws in place, b before c; multiplies out what stands before x."""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    def draw(low, high):
        numbers = torch.empty(len(images), dtype=torch.float64, device=generator.device)
        return numbers.uniform_(low, high, generator=generator).to(images).reshape(-1, 1, 1, 1)

    b, c = draw(-brightness, brightness), draw(1 - contrast, 1 + contrast)
    mean = images.flatten(1).mean(1).reshape(-1, 1, 1, 1)
    return torch.minimum(torch.maximum(c * images + ((1 - c) * mean + b), 0 * mean), 0 * mean + 1)
