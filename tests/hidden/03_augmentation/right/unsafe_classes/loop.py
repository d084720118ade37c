"""One class after the other."""


def unsafe_classes(agreement_before, agreement_after, *, tolerance=0.1):
    unsafe = []
    for k in range(agreement_before.shape[0]):
        loss = (agreement_before[k] - agreement_after[k]).item()
        if not math.isnan(loss) and loss > tolerance:
            unsafe.append(k)
    return unsafe
