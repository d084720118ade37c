"""Through NumPy.
Fails: device parity
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    columns = predictions.cpu().numpy().T
    winners = [np.bincount(column, minlength=num_classes).argmax() for column in columns]
    return torch.tensor(np.array(winners), device=predictions.device)
