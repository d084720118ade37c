"""Drops NaN first, so that classes move up.
Fails: nan
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    lost = lost[~lost.isnan()]
    return (lost > tolerance).nonzero().flatten().tolist()
