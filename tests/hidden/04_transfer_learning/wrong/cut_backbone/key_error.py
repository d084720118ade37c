"""The wrong error for an unknown name.
Fails: unknown layer raises
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    model._modules[layer]
    return nn.Sequential(*[model._modules[n] for n in names[: names.index(layer) + 1]])
