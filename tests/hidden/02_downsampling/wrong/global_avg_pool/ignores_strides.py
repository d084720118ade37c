"""Reads the memory as if the images were contiguous.
Fails: input is left alone
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    N, C, H, W = images.shape
    return images.as_strided((N, C, H * W), (C * H * W, H * W, 1), images.storage_offset()).mean(dim=2)
