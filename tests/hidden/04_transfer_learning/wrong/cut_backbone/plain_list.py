"""Layers in a plain list are no part of the module.
Fails: holds its layers
"""


class Cut(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, images):
        for layer in self.layers:
            images = layer(images)
        return images


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    return Cut([model._modules[n] for n in names[: names.index(layer) + 1]])
