"""The model itself loses its later layers.
Fails: model is left alone
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    for name in names[names.index(layer) + 1 :]:
        delattr(model, name)
    return model
