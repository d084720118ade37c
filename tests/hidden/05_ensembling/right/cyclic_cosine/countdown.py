"""Subtracts whole cycles, and mixes the two rates."""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    done = step - steps_per_cycle * (step // steps_per_cycle)
    share = math.cos(math.pi / 2 * done / steps_per_cycle) ** 2
    return share * lr_max + (1 - share) * lr_min
