"""Compares with all classes at once; a small discount makes the order of equals certain."""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    classes = torch.arange(num_classes, device=predictions.device)
    votes = (predictions.unsqueeze(-1) == classes).double().sum(dim=0)
    discount = torch.linspace(0, 0.5, num_classes, dtype=torch.float64, device=predictions.device)
    return (votes - discount).argmax(dim=-1)
