"""A loop that fills an nn.Sequential."""


def cut_backbone(model: nn.Module, layer: str) -> nn.Module:
    if layer not in model._modules:
        raise ValueError(f"no direct child is called {layer!r}")
    cut = nn.Sequential()
    for name, child in model._modules.items():
        cut.add_module(name, child)
        if name == layer:
            break
    return cut
