"""Modules inside blocks run a second time.
Fails: output
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    kept = []
    for name, part in model.named_modules():
        if name:
            kept.append(part)
        if name == layer:
            break
    return nn.Sequential(*kept)
