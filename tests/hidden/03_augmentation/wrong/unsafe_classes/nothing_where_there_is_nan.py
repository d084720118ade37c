"""Compares the largest loss first, which is NaN where any is.
Fails: nan
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    if not lost.max() > tolerance:
        return []
    return (lost > tolerance).nonzero().flatten().tolist()
