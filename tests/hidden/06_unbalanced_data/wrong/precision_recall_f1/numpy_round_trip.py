"""Computes in NumPy.
Fails: device parity
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    import numpy as np

    dtype = matrix.dtype if matrix.is_floating_point() else torch.float32
    counts = matrix.numpy().astype(float)
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    shares = [
        hits / np.where(read, read, 1),
        hits / np.where(real, real, 1),
        2 * hits / np.where(read + real, read + real, 1),
    ]
    return tuple(torch.from_numpy(share).to(dtype) for share in shares)
