"""Collects rows of scalars and stacks them."""


def correlate2d(image, kernel):
    h, w = kernel.shape
    if image.dim() != 2:
        raise ValueError("not an image")
    rows = []
    if h > len(image) or w > len(image[0]):
        raise ValueError("the kernel is larger than the image")
    for y in range(len(image) - h + 1):
        row = [torch.sum(image[y : y + h, x : x + w] * kernel) for x in range(len(image[0]) - w + 1)]
        rows.append(torch.stack(row))
    return torch.stack(rows).to(image.dtype)
