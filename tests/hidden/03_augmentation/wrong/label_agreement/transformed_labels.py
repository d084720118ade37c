"""Classifies first, and transforms what was read.
Fails: shares
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(images).flip(-1) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return (kept[:, None] * hard).sum(0) / hard.sum(0)
