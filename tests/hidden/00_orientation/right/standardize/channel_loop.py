"""A loop over the channels with Python numbers, which keep the dtype by themselves."""


def standardize(images, mean, std):
    if not torch.all(std):
        raise ValueError("a channel with zero std cannot be standardized")
    channels = []
    for c in range(images.shape[1]):
        channels.append((images[:, c] - mean[c].item()) / std[c].item())
    return torch.stack(channels, dim=1)
