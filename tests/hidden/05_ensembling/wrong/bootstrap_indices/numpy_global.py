"""Draws from NumPy's global state.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.from_numpy(np.random.randint(n, size=n))
