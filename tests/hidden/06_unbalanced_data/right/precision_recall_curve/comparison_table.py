"""Compares every score with every threshold."""


def precision_recall_curve(scores, labels):
    thresholds = torch.unique(scores)
    read = scores[None, :] >= thresholds[:, None]
    hits = (read & (labels == 1)).sum(1).to(scores.dtype)
    precision = hits / read.sum(1)
    recall = (hits / labels.sum()).nan_to_num(1.0)
    return F.pad(precision, (0, 1), value=1.0), F.pad(recall, (0, 1), value=0.0), thresholds
