"""Squeezes: a single class becomes a number.
Fails: list of ints
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost > tolerance).nonzero().squeeze().tolist()
