"""Lets nothing pass by default.
Fails: default tolerance
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.0):
    lost = agreement_before - agreement_after
    return (lost > tolerance).nonzero().flatten().tolist()
