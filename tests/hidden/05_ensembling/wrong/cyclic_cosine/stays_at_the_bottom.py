"""One cycle only.
Fails: restarts
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share = min(1.0, step / steps_per_cycle)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
