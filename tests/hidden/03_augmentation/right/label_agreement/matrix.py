"""The diagonal of a table of label against reading."""


def label_agreement(transform, classify, images, labels, num_classes):
    read = classify(transform(images))
    table = torch.bincount(labels * num_classes + read, minlength=num_classes**2)
    table = table.reshape(num_classes, num_classes).to(images.dtype)
    return table.diagonal() / table.sum(dim=1)
