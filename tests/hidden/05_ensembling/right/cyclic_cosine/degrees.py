"""In degrees, turned into radians."""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    if steps_per_cycle < 1:
        raise ValueError(f"a cycle has at least one step, got {steps_per_cycle}")
    degrees = 180 * (step % steps_per_cycle) / steps_per_cycle
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.radians(degrees)))
