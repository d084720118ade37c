"""One class after the other, with Python's numbers."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    dtype = matrix.dtype if matrix.is_floating_point() else torch.get_default_dtype()
    precision, recall, f1 = [], [], []
    for k in range(len(matrix)):
        hits, read, real = matrix[k, k].item(), matrix[:, k].sum().item(), matrix[k].sum().item()
        p = hits / read if read else 0.0
        r = hits / real if real else 0.0
        precision.append(p)
        recall.append(r)
        f1.append(2 * p * r / (p + r) if p + r else 0.0)
    return tuple(
        torch.tensor(values, dtype=dtype, device=matrix.device) for values in (precision, recall, f1)
    )
