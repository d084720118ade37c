"""The cosine of a float64 tensor."""


def cyclic_cosine(step: int, steps_per_cycle: int, lr_max: float, *, lr_min: float = 0.0) -> float:
    angle = torch.tensor(step % steps_per_cycle, dtype=torch.float64) * torch.pi / steps_per_cycle
    return (lr_min + (lr_max - lr_min) * (1 + angle.cos()) / 2).item()
