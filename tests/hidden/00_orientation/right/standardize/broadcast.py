"""Statistics of shape (C, 1, 1)."""


def standardize(images: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if (std == 0).any():
        raise ValueError(f"std must not be zero, got {std.tolist()}")
    mean, std = (values.to(images.dtype)[:, None, None] for values in (mean, std))
    return (images - mean) / std
