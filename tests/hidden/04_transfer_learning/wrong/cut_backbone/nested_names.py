"""Names inside a block are taken as well.
Fails: unknown layer raises
"""


def cut_backbone(model, layer):
    model.get_submodule(layer) if layer in dict(model.named_modules()) and layer else _unknown(layer)
    kept = []
    for name, child in model._modules.items():
        kept.append(child)
        if layer == name or layer.startswith(name + "."):
            break
    return nn.Sequential(*kept)


def _unknown(layer):
    raise ValueError(layer)
