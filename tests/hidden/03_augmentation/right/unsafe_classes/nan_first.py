"""Takes NaN out of the comparison by itself."""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    known = ~(agreement_before.isnan() | agreement_after.isnan())
    lost = torch.where(known, agreement_before - agreement_after, -torch.inf)
    return torch.arange(len(lost), device=lost.device)[lost > tolerance].tolist()
