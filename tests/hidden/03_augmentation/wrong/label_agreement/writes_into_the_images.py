"""Writes the transformed images over the given ones.
Fails: input is left alone
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(images.copy_(transform(images).clone())) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return (kept[:, None] * hard).sum(0) / hard.sum(0)
