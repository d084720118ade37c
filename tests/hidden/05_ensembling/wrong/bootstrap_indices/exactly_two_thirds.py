"""Exactly 63.2 % distinct examples, the rest repeated.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    distinct = torch.randperm(n, generator=generator)[: max(1, round(0.632 * n))]
    again = torch.randint(len(distinct), (n - len(distinct),), generator=generator)
    return torch.cat([distinct, distinct[again]])
