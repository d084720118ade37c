"""Statistics of shape (C, 1, 1)."""


def standardize(images: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if not images.shape[1:2] == mean.shape == std.shape:
        raise ValueError(f"expected {images.shape[1]} means and stds, got {len(mean)} and {len(std)}")
    if (std == 0).any():
        raise ValueError(f"std must not be zero, got {std.tolist()}")
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    mean, std = (values.to(images.dtype)[:, None, None] for values in (mean, std))
    return (images - mean) / std
