"""The statistics are put back to 0 and 1.
Fails: same output
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.reset_running_stats()
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
