"""Member after member, row after row."""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    total = torch.zeros_like(logits[0])
    for member in logits:
        for row, values in enumerate(member):
            total[row] += torch.softmax(values, 0)
    return total / len(logits)
