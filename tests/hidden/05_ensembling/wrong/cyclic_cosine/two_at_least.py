"""Refuses cycles of one step.
Fails: cycles of one step
"""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    if steps_per_cycle < 2:
        raise ValueError("a cycle needs two steps")
    share = (step % steps_per_cycle) / steps_per_cycle
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * share)) / 2
