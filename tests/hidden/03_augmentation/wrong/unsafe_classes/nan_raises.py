"""Refuses NaN.
Fails: nan
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    if lost.isnan().any():
        raise ValueError("agreements must be numbers")
    return (lost > tolerance).nonzero().flatten().tolist()
