"""Half a turn in the complex plane."""

import cmath


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    position = math.fmod(step, steps_per_cycle) / steps_per_cycle
    middle, reach = (lr_max + lr_min) / 2, (lr_max - lr_min) / 2
    return middle + reach * cmath.exp(1j * math.pi * position).real
