"""One image after the other, counted in lists."""


def label_agreement(transform, classify, images, labels, num_classes):
    hits, total = [0] * num_classes, [0] * num_classes
    for n, label in enumerate(labels.tolist()):
        total[label] += 1
        hits[label] += int(classify(transform(images[n : n + 1]))[0] == label)
    shares = [hits[k] / total[k] if total[k] else float("nan") for k in range(num_classes)]
    return torch.tensor(shares, device=images.device)
