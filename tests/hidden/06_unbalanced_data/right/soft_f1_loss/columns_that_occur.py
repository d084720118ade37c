"""Keeps the columns of the classes that occur."""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    classes, inverse = labels.unique(return_inverse=True)
    p = logits.softmax(dim=1).index_select(1, classes)
    truth = F.one_hot(inverse, len(classes)).to(p.dtype)
    return (1 - 2 * (p * truth).sum(0) / (p + truth).sum(0)).mean()
