"""Biases, and with them those of batch norms, take gradients.
Fails: no gradients
"""


def freeze(module):
    for part in module.modules():
        if getattr(part, "weight", None) is not None:
            part.weight.requires_grad_(False)
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
