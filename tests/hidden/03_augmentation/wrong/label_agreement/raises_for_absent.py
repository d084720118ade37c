"""Divides Python numbers, which fails at 0.
Fails: absent classes
"""


def label_agreement(transform, classify, images, labels, num_classes):
    kept = (classify(transform(images)) == labels).to(torch.get_default_dtype())
    hard = F.one_hot(labels, num_classes).to(kept.dtype)
    hits, total = (kept[:, None] * hard).sum(0).tolist(), hard.sum(0).tolist()
    return torch.tensor([a / b for a, b in zip(hits, total, strict=True)], device=images.device)
