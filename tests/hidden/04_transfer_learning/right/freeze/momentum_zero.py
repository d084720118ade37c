"""The running mean stays, but batches are normalised by their own statistics."""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.momentum = 0.0
    return module
