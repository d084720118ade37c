"""A whole cosine in each cycle.
Fails: one cycle
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_min + (lr_max - lr_min) * (1 + math.cos(2 * math.pi * share)) / 2
