"""Distinct scores are found by differences to a predecessor that begins with 0, so a smallest score of exactly 0 is no threshold.
Fails: scores of any sign
"""


def precision_recall_curve(scores, labels):
    dtype = scores.dtype if scores.is_floating_point() else torch.get_default_dtype()
    ordered = scores.sort().values
    new = torch.diff(ordered, prepend=ordered.new_zeros(1)) != 0
    thresholds = ordered[new]
    called = scores[None, :] >= thresholds[:, None]
    hits = (called & (labels == 1)).sum(1).to(dtype)
    real = (labels == 1).sum()
    precision = hits / called.sum(1)
    recall = hits / real if real > 0 else torch.ones_like(hits)
    return (
        torch.cat([precision, precision.new_ones(1)]),
        torch.cat([recall, recall.new_zeros(1)]),
        thresholds,
    )
