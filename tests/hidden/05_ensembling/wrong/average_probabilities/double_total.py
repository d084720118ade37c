"""Adds up in a tensor of its own of float64.
Fails: dtype is kept
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    total = torch.zeros(logits.shape[1:], dtype=torch.float64, device=logits.device)
    for member in logits:
        total += member.softmax(dim=1)
    return total / len(logits)
