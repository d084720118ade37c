"""Keeps the whole model, and stops at the named child."""


class Cut(nn.Module):
    def __init__(self, model, layer):
        super().__init__()
        self.model, self.layer = model, layer

    def forward(self, x):
        for name, child in self.model._modules.items():
            x = child(x)
            if name == self.layer:
                return x


def cut_backbone(model, layer):
    if layer not in model._modules:
        raise ValueError(f"expected one of {list(model._modules)}, got {layer!r}")
    return Cut(model, layer)
