"""A name that holds the wanted one is taken for it.
Fails: output
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    found = [i for i, name in enumerate(names) if layer in name]
    if not layer or not found:
        raise ValueError(layer)
    return nn.Sequential(*[model._modules[n] for n in names[: found[0] + 1]])
