"""train() without its argument, which .train() of a larger model hands over.
Fails: statistics after train
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda: None
    return module
