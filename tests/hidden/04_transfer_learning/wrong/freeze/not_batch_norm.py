"""Scale and shift of batch norms still learn.
Fails: no gradients
"""


def freeze(module):
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
        else:
            for parameter in part.parameters(recurse=False):
                parameter.requires_grad_(False)
    return module
