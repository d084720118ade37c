"""A straight line.
Fails: one cycle
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_max - (lr_max - lr_min) * share
