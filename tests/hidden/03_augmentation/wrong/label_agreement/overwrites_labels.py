"""Marks labels that it has counted.
Fails: input is left alone
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    labels[kept > 0] = -1
    return (kept[:, None] * hard).sum(0) / hard.sum(0)
