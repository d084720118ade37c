"""Uniform numbers, scaled and cut off."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    numbers = torch.rand(n, dtype=torch.float64, generator=generator, device=generator.device)
    return (numbers * n).floor().long().clamp(max=n - 1)
