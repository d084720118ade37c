"""Statistics stay, but parameters take gradients.
Fails: no gradients
"""


def freeze(module):
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
