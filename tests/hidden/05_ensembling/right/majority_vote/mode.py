"""torch.mode, which gives the smallest of several."""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return torch.mode(predictions, dim=0).values
