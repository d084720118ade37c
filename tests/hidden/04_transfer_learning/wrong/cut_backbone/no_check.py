"""An unknown name gives the whole model.
Fails: unknown layer raises
"""


def cut_backbone(model, layer):
    kept = []
    for name, child in model._modules.items():
        kept.append(child)
        if name == layer:
            break
    return nn.Sequential(*kept)
