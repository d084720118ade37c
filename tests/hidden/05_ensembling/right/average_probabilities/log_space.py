"""The logarithm of the mean of the probabilities, by logsumexp."""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    log_chances = F.log_softmax(logits, dim=-1)
    return (torch.logsumexp(log_chances, dim=0) - math.log(logits.shape[0])).exp()
