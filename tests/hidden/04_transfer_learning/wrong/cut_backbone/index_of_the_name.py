"""A number in the name is taken for the index.
Fails: unknown layer raises
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer.lstrip("-").isdigit():
        layer = names[min(int(layer), len(names) - 1)]
    if layer not in names:
        raise ValueError(layer)
    return nn.Sequential(*[model._modules[n] for n in names[: names.index(layer) + 1]])
