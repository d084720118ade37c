"""Batch norms are taken out.
Fails: same output
"""


def freeze(module):
    def strip(part):
        for name, child in part.named_children():
            if isinstance(child, nn.modules.batchnorm._BatchNorm):
                part._modules[name] = nn.Identity()
            else:
                strip(child)

    strip(module)
    return module.requires_grad_(False)
