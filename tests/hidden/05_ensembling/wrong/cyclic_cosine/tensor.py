"""A tensor without axes.
Fails: python float
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> torch.Tensor:
    angle = torch.tensor(math.pi * (step % steps_per_cycle) / steps_per_cycle, dtype=torch.float64)
    return lr_min + (lr_max - lr_min) * (1 + angle.cos()) / 2
