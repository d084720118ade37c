"""A running mean over the list of members."""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    members = [member.softmax(-1) for member in torch.unbind(logits)]
    mean = members[0]
    for count, member in enumerate(members[1:], start=2):
        mean = mean + (member - mean) / count
    return mean
