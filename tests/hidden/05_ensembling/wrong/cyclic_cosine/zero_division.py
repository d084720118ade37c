"""Divides by zero where a cycle has one step.
Fails: cycles of one step
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    if step % steps_per_cycle > 0:
        share = (step % steps_per_cycle) / steps_per_cycle
    else:
        share = 0.0 / (steps_per_cycle - 1)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
