"""A product with a vector of ones."""


def global_avg_pool(images):
    N, C, H, W = images.shape
    dtype = images.dtype if images.is_floating_point() else torch.get_default_dtype()
    pixels = images.reshape(N, C, H * W).to(dtype)
    return (pixels @ torch.full((H * W, 1), 1 / (H * W), dtype=dtype, device=images.device)).squeeze(2)
