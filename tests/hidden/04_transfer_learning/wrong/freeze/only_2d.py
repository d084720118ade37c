"""BatchNorm1d and BatchNorm3d are forgotten.
Fails: every batch norm
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
