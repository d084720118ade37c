"""Written with match, double precision first, clamped at the end."""


def to_unit_range(images):
    if not isinstance(images, torch.Tensor) or images.dtype != torch.uint8:
        raise TypeError("uint8, please")
    match images.dim():
        case 3:
            n, h, w = images.shape
            images = images.view(n, 1, h, w) if images.is_contiguous() else images[:, None]
        case 4:
            pass
        case other:
            raise ValueError(f"{other} axes")
    return torch.true_divide(images.to(torch.float64), 255.0).clamp(0, 1).to(torch.float32)
