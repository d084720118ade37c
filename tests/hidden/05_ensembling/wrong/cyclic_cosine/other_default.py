"""By default it falls to a hundredth of the rate only.
Fails: one cycle
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.01) -> float:
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
