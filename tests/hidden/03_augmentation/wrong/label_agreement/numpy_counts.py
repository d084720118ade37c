"""Counts by NumPy.
Fails: device parity
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    hits = np.bincount(labels[kept > 0].numpy(), minlength=num_classes)
    total = np.bincount(labels.numpy(), minlength=num_classes)
    with np.errstate(invalid="ignore"):
        return torch.from_numpy(hits / total)
