"""Places by torch.where, sorted once more."""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    (classes,) = torch.where(torch.gt(agreement_before - agreement_after, tolerance))
    return sorted(int(k) for k in classes)
