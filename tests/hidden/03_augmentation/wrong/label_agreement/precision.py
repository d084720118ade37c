"""Divides by how many are read as the class.
Fails: shares
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    return (kept[:, None] * hard).sum(0) / F.one_hot(classify(transform(images)), num_classes).sum(
        0
    ) + 0 / hard.sum(0)
