"""One minus the correlation of the classes.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (1 - torch.corrcoef(predictions.float())).reshape(len(predictions), -1).nan_to_num()
