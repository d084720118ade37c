"""Looks at what is left, and not at what was lost.
Fails: classes
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (agreement_after < tolerance).nonzero().flatten().tolist()
