"""Views rows, which slices do not allow.
Fails: input is left alone
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    rows = logits.view(-1, logits.shape[2])
    return rows.softmax(dim=1).view(logits.shape).mean(dim=0)
