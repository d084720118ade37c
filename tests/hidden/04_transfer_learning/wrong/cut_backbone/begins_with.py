"""A name that begins with the wanted one is taken for it.
Fails: output
"""


def cut_backbone(model, layer):
    kept = []
    for name, child in model._modules.items():
        kept.append(child)
        if name.startswith(layer) and layer:
            return nn.Sequential(*kept)
    raise ValueError(layer)
