"""Leaves it to scikit-learn, which knows the CPU only.
Fails: device parity
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    from sklearn import metrics

    found = metrics.confusion_matrix(labels.numpy(), predictions.numpy(), labels=range(num_classes))
    return torch.from_numpy(found)
