"""Gives as many shares as there are classes in the labels.
Fails: absent classes
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return torch.stack([kept[labels == label].mean() for label in labels.unique()])
