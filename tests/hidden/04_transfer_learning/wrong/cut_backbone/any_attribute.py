"""Every attribute passes for a child.
Fails: unknown layer raises
"""


def cut_backbone(model, layer):
    if not hasattr(model, layer):
        raise ValueError(layer)
    kept = []
    for name, child in model._modules.items():
        kept.append(child)
        if name == layer:
            break
    return nn.Sequential(*kept)
