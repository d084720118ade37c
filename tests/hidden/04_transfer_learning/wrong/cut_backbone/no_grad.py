"""A wrapper that keeps no graph.
Fails: can be trained
"""


class Cut(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    @torch.no_grad()
    def forward(self, images):
        return self.layers(images)


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    return Cut([model._modules[n] for n in names[: names.index(layer) + 1]])
