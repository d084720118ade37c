"""Statistics are switched off, so batches are normalised by their own.
Fails: same output
"""


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.track_running_stats = False
            part.running_mean = part.running_var = None
    return module
