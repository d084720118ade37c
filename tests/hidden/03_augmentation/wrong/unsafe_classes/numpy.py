"""Goes through NumPy without asking where the agreements are.
Fails: device parity
"""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    lost = agreement_before - agreement_after
    return np.flatnonzero(lost.numpy() > tolerance).tolist()
