"""A dictionary from modules to names forgets the first of two names.
Fails: registered twice
"""


def cut_backbone(model, layer):
    names = {child: name for name, child in model._modules.items()}
    if layer not in names.values():
        raise ValueError(layer)
    kept = []
    for child, name in names.items():
        kept.append(child)
        if name == layer:
            break
    return nn.Sequential(*kept)
