"""The index among all names, but the children without repetition.
Fails: registered twice
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    return nn.Sequential(*list(model.children())[: names.index(layer) + 1])
