"""Gives 0 for absent classes.
Fails: absent classes
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return (kept[:, None] * hard).sum(0) / hard.sum(0).clamp(min=1)
