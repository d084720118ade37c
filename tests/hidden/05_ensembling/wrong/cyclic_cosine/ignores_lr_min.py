"""Falls to 0 whatever lr_min is.
Fails: lowest rate
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_max * (1 + math.cos(math.pi * share)) / 2
