"""Adds up in the view of the first member.
Fails: input is left alone
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    total = logits[0]
    chances = logits.softmax(dim=2)
    total.copy_(chances[0])
    for member in chances[1:]:
        total += member
    return total / len(logits)
