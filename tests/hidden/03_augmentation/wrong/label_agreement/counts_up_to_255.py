"""Counts in uint8, which starts again at 256 images of a class.
Fails: shares
"""


def label_agreement(
    transform: Callable[[torch.Tensor], torch.Tensor],
    classify: Callable[[torch.Tensor], torch.Tensor],
    images: torch.Tensor,
    labels: torch.Tensor,
    num_classes: int,
) -> torch.Tensor:
    kept = (classify(transform(images)) == labels).to(torch.uint8)
    zeros = torch.zeros(num_classes, dtype=torch.uint8, device=labels.device)
    right = zeros.index_add(0, labels, kept)
    return right / torch.bincount(labels, minlength=num_classes)
