"""Counts positives and all for each distinct score."""


def precision_recall_curve(scores, labels):
    thresholds, place, counts = scores.unique(sorted=True, return_inverse=True, return_counts=True)
    hits = torch.zeros_like(counts).index_add_(0, place, labels)
    below = lambda each: each.sum() - each.cumsum(0) + each
    tp, read = below(hits).double(), below(counts).double()
    recall = tp / tp[0] if bool(tp[0]) else tp + 1
    end = torch.tensor([1.0, 0.0], dtype=torch.float64, device=scores.device)
    return torch.cat([tp / read, end[:1]]), torch.cat([recall, end[1:]]), thresholds
