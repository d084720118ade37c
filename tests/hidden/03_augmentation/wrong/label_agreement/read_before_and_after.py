"""Counts images that are read as their label before and after.
Fails: shares
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = ((classify(transform(images)) == labels) & (classify(images) == labels)).to(
        torch.get_default_dtype()
    )
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return (kept[:, None] * hard).sum(0) / hard.sum(0)
