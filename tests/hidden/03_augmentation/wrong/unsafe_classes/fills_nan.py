"""Replaces NaN in what it was given.
Fails: nan
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    agreement_before[agreement_before.isnan()] = -1.0
    lost = agreement_before - agreement_after
    return (lost > tolerance).nonzero().flatten().tolist()
