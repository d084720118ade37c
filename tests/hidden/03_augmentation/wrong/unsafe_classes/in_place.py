"""Subtracts in place.
Fails: input is left alone
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before.sub_(agreement_after)
    return (lost > tolerance).nonzero().flatten().tolist()
