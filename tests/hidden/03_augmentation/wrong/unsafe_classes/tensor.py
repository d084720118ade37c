"""Returns a tensor.
Fails: list of ints
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost > tolerance).nonzero().flatten()
