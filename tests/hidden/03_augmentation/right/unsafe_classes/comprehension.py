"""A comprehension over pairs of Python numbers."""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    pairs = enumerate(zip(agreement_before.tolist(), agreement_after.tolist(), strict=True))
    return [k for k, (before, after) in pairs if before - after > tolerance]
