"""A weighted sum over the members."""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    chances = (logits - logits.logsumexp(dim=2, keepdim=True)).exp()
    weights = logits.new_full((logits.shape[0],), 1 / logits.shape[0])
    return torch.einsum("m,mnk->nk", weights, chances)
