"""Returns float32 whatever comes in.
Fails: dtype
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix.float()
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    return (
        (hits / read.masked_fill(read == 0, 1)),
        (hits / real.masked_fill(real == 0, 1)),
        (2 * hits / (read + real).masked_fill(read + real == 0, 1)),
    )
