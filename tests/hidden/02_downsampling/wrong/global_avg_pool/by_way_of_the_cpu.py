"""Fetches the images to the CPU and sends the result back.
Fails: device parity
"""


def global_avg_pool(images):
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    return images.cpu().mean(dim=(2, 3)).to(images.device)
