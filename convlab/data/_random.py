"""Random numbers as tensors, from a NumPy generator of one's own: the global state stays untouched."""

import numpy as np
import torch

__all__ = ["Draw"]


class Draw:
    """Draws one value, or one image of values, for each of `count` images.

    NumPy's generator gives the same numbers on every platform.
    """

    def __init__(self, seed: int, *, count: int) -> None:
        self.numpy = np.random.default_rng(seed)
        self.count = count

    def uniform(self, low: float, high: float) -> torch.Tensor:
        """(count,) float32, uniform in [low, high)."""
        return torch.from_numpy(self.numpy.uniform(low, high, self.count).astype(np.float32))

    def within(self, reach: float) -> torch.Tensor:
        """(count,) float32, uniform in [-reach, reach)."""
        return self.uniform(-reach, reach)

    def normal(self, *shape: int) -> torch.Tensor:
        """(count, *shape) float32, standard normal."""
        return torch.from_numpy(self.numpy.standard_normal((self.count, *shape), dtype=np.float32))

    def integers(self, limit: int) -> torch.Tensor:
        """(count,) int64, uniform in 0 … limit - 1."""
        return torch.from_numpy(self.numpy.integers(limit, size=self.count))
