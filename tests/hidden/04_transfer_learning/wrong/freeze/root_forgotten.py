"""A batch norm that is the module itself is forgotten.
Fails: a batch norm itself
"""


def freeze(module):
    module.requires_grad_(False)

    def pin(part):
        for child in part.children():
            if isinstance(child, nn.modules.batchnorm._BatchNorm):
                child.eval()
                child.train = lambda mode=True, child=child: child
            pin(child)

    pin(module)
    return module
