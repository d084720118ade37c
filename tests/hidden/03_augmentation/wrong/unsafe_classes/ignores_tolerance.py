"""Always uses a tenth.
Fails: classes
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost > 0.1).nonzero().flatten().tolist()
