"""A module of its own with a list of layers."""


class Backbone(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def cut_backbone(model, layer):
    kept, found = [], False
    for name, child in model._modules.items():
        kept.append(child)
        if name == layer:
            found = True
            break
    if not found:
        raise ValueError(f"unknown layer {layer!r}")
    return Backbone(kept)
