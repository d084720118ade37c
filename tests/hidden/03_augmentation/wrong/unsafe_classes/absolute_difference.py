"""Counts gains as losses.
Fails: gains
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost.abs() > tolerance).nonzero().flatten().tolist()
