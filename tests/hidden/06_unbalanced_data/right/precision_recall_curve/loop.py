"""One distinct score after the other."""


def precision_recall_curve(scores, labels):
    precision, recall, thresholds = [], [], sorted(set(scores.tolist()))
    positives = int(labels.sum())
    for t in thresholds:
        read = scores >= t
        hits = int(labels[read].sum())
        precision.append(hits / int(read.sum()))
        recall.append(hits / positives if positives else 1.0)
    kind = {"dtype": scores.dtype, "device": scores.device}
    return (
        torch.tensor([*precision, 1.0], **kind),
        torch.tensor([*recall, 0.0], **kind),
        torch.tensor(thresholds, **kind),
    )
