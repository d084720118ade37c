"""Each cycle is twice as long as the one before.
Fails: restarts
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    while step >= steps_per_cycle:
        step, steps_per_cycle = step - steps_per_cycle, 2 * steps_per_cycle
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * step / steps_per_cycle)) / 2
