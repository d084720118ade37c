"""Through NumPy.
Fails: device parity
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    values = logits.cpu().numpy()
    weights = np.exp(values - values.max(axis=2, keepdims=True))
    return torch.from_numpy((weights / weights.sum(axis=2, keepdims=True)).mean(axis=0)).to(logits.device)
