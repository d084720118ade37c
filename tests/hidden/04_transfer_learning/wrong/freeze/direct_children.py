"""Only batch norms that are direct children.
Fails: statistics after train
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.children():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
