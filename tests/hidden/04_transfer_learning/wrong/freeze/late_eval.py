"""Deaf to .train(), but never put into eval mode.
Fails: statistics at once
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.train = lambda mode=True, part=part: type(part).train(part, False)
    return module
