"""Subtracts each row's largest logit, exponentiates and normalises."""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    shifted = logits - logits.amax(dim=2, keepdim=True)
    weights = shifted.exp()
    return (weights / weights.sum(dim=-1, keepdim=True)).mean(0)
