"""New layers of the same kind.
Fails: output
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    cut = nn.Sequential(*[copy.deepcopy(model._modules[n]) for n in names[: names.index(layer) + 1]])
    for part in cut.modules():
        if hasattr(part, "reset_parameters"):
            part.reset_parameters()
    return cut
