"""Class by class, a later class must have strictly more votes."""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    winner = torch.zeros_like(predictions[0])
    most = (predictions == 0).sum(dim=0)
    for k in range(1, num_classes):
        votes = (predictions == k).sum(dim=0)
        winner = torch.where(votes > most, k, winner)
        most = torch.maximum(votes, most)
    return winner
