"""Names a class that loses exactly the tolerance.
Fails: exactly the tolerance
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost >= tolerance).nonzero().flatten().tolist()
