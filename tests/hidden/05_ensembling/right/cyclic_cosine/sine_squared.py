"""What is lost since the start is the square of a sine."""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    _, position = divmod(step, steps_per_cycle)
    return float(lr_max - (lr_max - lr_min) * np.sin(np.pi * position / (2 * steps_per_cycle)) ** 2)
