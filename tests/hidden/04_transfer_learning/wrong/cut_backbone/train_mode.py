"""A new nn.Sequential that is switched to the model's mode switches its parts.
Fails: model is left alone
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")
    cut = nn.Sequential(*[model._modules[n] for n in names[: names.index(layer) + 1]])
    return cut.train(model.training)
