"""A loop over the channels with Python numbers, which keep the dtype by themselves."""


def standardize(images, mean, std):
    if len(mean) != images.shape[1] or len(std) != images.shape[1]:
        raise ValueError("one mean and one std for each channel")
    if not torch.all(std):
        raise ValueError("a channel with zero std cannot be standardized")
    channels = []
    for c in range(images.shape[1]):
        channels.append((images[:, c] - mean[c].item()) / std[c].item())
    return torch.stack(channels, dim=1)
