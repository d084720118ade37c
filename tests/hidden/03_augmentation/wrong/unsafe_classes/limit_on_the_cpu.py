"""Makes a tensor of limits on the CPU.
Fails: device parity
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return (lost > torch.full((len(lost),), tolerance, dtype=lost.dtype)).nonzero().flatten().tolist()
