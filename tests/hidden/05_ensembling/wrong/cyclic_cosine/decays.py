"""Each restart begins lower.
Fails: restarts
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share, top = (step % steps_per_cycle) / steps_per_cycle, lr_max * 0.5 ** (step // steps_per_cycle)
    return lr_min + (top - lr_min) * (1 + math.cos(math.pi * share)) / 2
