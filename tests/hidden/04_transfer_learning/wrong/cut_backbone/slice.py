"""Only nn.Sequential can be sliced.
Fails: any module
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    return model[: names.index(layer) + 1]
