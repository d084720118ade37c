"""Tensor.unfold and einsum, with helpers and type hints."""

from torch import Tensor


class KernelTooLarge(ValueError):
    pass


def windows(image: Tensor, size: tuple[int, int]) -> Tensor:
    return image.unfold(0, size[0], 1).unfold(1, size[1], 1)


def correlate2d(image: Tensor, kernel: Tensor) -> Tensor:
    if len(image.shape) != 2 or len(kernel.shape) != 2:
        raise ValueError("two axes, please")
    if any(k > n for k, n in zip(kernel.shape, image.shape)):
        raise KernelTooLarge(f"{tuple(kernel.shape)} does not fit into {tuple(image.shape)}")
    print("correlating", image.shape, kernel.shape)
    return torch.einsum("yxij,ij->yx", windows(image, tuple(kernel.shape)), kernel.to(image.dtype))
