"""Makes the result on the CPU.
Fails: device parity
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    result = torch.full((num_classes,), float("nan"))
    for label in labels.unique().tolist():
        result[label] = kept[labels == label].mean()
    return result
