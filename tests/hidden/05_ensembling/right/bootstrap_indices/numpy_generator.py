"""A NumPy generator, seeded from torch's."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    seed = torch.randint(2**63 - 1, (), generator=generator).item()
    return torch.from_numpy(np.random.default_rng(seed).integers(n, size=n))
