"""Each batch norm gets a class whose train() always means eval."""


def freeze(module):
    frozen = copy.deepcopy(module)
    frozen.requires_grad_(False)
    for part in frozen.modules():
        if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            kind = type(part)
            deaf = {"train": lambda self, mode=True: nn.Module.train(self, False)}
            part.__class__ = type("Frozen" + kind.__name__, (kind,), deaf)
            part.eval()
    return frozen
