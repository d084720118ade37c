"""Only the batch norms are put into eval mode, until the next .train().
Fails: statistics after train
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eval()
    return module
