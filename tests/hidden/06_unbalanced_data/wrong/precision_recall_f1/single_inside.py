"""Calculates in float32, and converts back.
Fails: dtype
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    dtype = matrix.dtype if matrix.is_floating_point() else torch.get_default_dtype()
    counts = matrix.float()
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    shares = (hits / read, hits / real, 2 * hits / (read + real))
    return tuple(share.nan_to_num(0.0).to(dtype) for share in shares)
