"""Gradients are switched off everywhere, for good.
Fails: training around it
"""


def freeze(module):
    torch.set_grad_enabled(False)
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
