"""Counts in float64, which is exact, and goes back to integers."""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    eye = torch.eye(num_classes, dtype=torch.float64, device=labels.device)
    return torch.einsum("nt,np->tp", eye[labels], eye[predictions]).round().to(torch.int64)
