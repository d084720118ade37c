"""Compares with perfect agreement.
Fails: classes
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (1 - agreement_after > tolerance).nonzero().flatten().tolist()
