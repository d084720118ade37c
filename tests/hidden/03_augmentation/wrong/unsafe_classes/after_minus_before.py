"""Takes the difference the wrong way round.
Fails: classes
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_after - agreement_before
    return (lost > tolerance).nonzero().flatten().tolist()
