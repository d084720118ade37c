"""Mirrors the chosen images within a copy."""


def random_flip(images, *, p=0.5, dim=-1, generator):
    if dim % 4 < 2 or not -2 <= dim <= 3:
        raise ValueError(f"dim must name the height or the width of (N, C, H, W), got {dim}")
    chosen = torch.rand(len(images), generator=generator, device=generator.device).to(images.device) < p
    output = images.clone()
    output[chosen] = output[chosen].flip(dim)
    return output
