"""Computes in Python, and forgets the device.
Fails: device parity
"""


def precision_recall_curve(scores, labels):
    precision, recall, thresholds = [], [], sorted(set(scores.tolist()))
    positives = int(labels.sum())
    for t in thresholds:
        read = scores >= t
        hits = int(labels[read].sum())
        precision.append(hits / int(read.sum()))
        recall.append(hits / positives if positives else 1.0)
    return (
        torch.tensor([*precision, 1.0]),
        torch.tensor([*recall, 0.0]),
        torch.tensor(thresholds, dtype=scores.dtype),
    )
