"""The mean of each flattened map."""


def global_avg_pool(images):
    return images.to(torch.result_type(images, 0.5)).flatten(start_dim=2).mean(dim=-1)
