"""The children in alphabetical order.
Fails: output
"""


def cut_backbone(model, layer):
    names = sorted(model._modules)
    if layer not in names:
        raise ValueError(layer)
    return nn.Sequential(*[model._modules[n] for n in names[: names.index(layer) + 1]])
