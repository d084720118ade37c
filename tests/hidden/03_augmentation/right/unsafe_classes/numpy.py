"""Reads the values by NumPy, on the CPU."""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    before, after = (values.detach().cpu().numpy() for values in (agreement_before, agreement_after))
    return [int(k) for k in np.flatnonzero(before - after > tolerance)]
