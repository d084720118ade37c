"""Transforms and reads the images of each class by themselves, those that there are."""


def label_agreement(transform, classify, images, labels, num_classes):
    agreement = torch.full((num_classes,), math.nan, dtype=images.dtype, device=images.device)
    for label in range(num_classes):
        chosen = images[labels == label]
        if len(chosen):
            agreement[label] = (classify(transform(chosen)) == label).to(images.dtype).mean()
    return agreement
