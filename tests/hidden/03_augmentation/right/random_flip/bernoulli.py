"""Draws from a Bernoulli distribution; mixes by multiplication."""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim not in {-1, -2, 2, 3}:
        raise ValueError(f"dim must be -1, -2, 2 or 3, got {dim}")
    draws = torch.full((len(images), 1, 1, 1), float(p), device=generator.device)
    chosen = torch.bernoulli(draws, generator=generator).to(images)
    return chosen * images.flip(dim) + (1 - chosen) * images
