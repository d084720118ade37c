"""The mean of the rows' means, without gradients."""


def global_avg_pool(images):
    with torch.no_grad():
        if images.is_floating_point():
            return images.mean(dim=3).mean(dim=2)
        return images.type(torch.get_default_dtype()).mean(-1).mean(-1)
