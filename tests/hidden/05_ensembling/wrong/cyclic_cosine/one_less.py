"""Divides by steps_per_cycle - 1, so that lr_min is reached.
Fails: one cycle
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share = (step % steps_per_cycle) / max(1, steps_per_cycle - 1)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
