"""Takes NaN for 0.
Fails: nan
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before.nan_to_num(0.0) - agreement_after.nan_to_num(0.0)
    return (lost > tolerance).nonzero().flatten().tolist()
