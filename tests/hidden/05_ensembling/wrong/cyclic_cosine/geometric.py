"""The cosine spans the logarithms of the rates.
Fails: lowest rate
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    height = (1 + math.cos(math.pi * (step % steps_per_cycle) / steps_per_cycle)) / 2
    if lr_min == 0:
        return lr_max * height
    return lr_min * (lr_max / lr_min) ** height
