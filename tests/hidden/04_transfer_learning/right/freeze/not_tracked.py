"""track_running_stats = False keeps the numbers, but train mode does not use them."""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.track_running_stats = False
    return module
