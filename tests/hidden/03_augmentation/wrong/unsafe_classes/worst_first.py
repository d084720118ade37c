"""Sorts classes by their loss.
Fails: classes
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    order = lost.nan_to_num(-1.0).argsort(descending=True)
    return [int(k) for k in order if lost[k] > tolerance]
