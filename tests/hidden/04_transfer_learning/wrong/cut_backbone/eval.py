"""The layers, which are shared, are put into eval mode.
Fails: model is left alone
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    return nn.Sequential(*[model._modules[n] for n in names[: names.index(layer) + 1]]).eval()
