"""Makes a one-hot table on the CPU.
Fails: device parity
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    table = torch.zeros(logits.shape, dtype=logits.dtype)
    table[torch.arange(len(labels)), labels] = weights[labels]
    return -(table * logits.log_softmax(1)).sum() / table.sum()
