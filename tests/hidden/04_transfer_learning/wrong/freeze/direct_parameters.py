"""Only parameters of the module itself.
Fails: no gradients
"""


def freeze(module):
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
