"""One class that occurs after the other."""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    scores = []
    for k in labels.unique().tolist():
        mine = labels == k
        scores.append(2 * p[mine, k].sum() / (p[:, k].sum() + mine.sum()))
    return 1 - torch.stack(scores).mean()
