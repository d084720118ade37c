"""The whole module is deaf to .train()."""


def freeze(module: nn.Module) -> nn.Module:
    for p in module.parameters():
        p.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    return module
