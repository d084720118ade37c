"""A deep copy without its later children."""


def cut_backbone(model, layer):
    new = copy.deepcopy(model)
    names = list(new._modules)
    try:
        last = names.index(layer)
    except ValueError:
        raise ValueError(f"{layer!r} is not in list {names}") from None
    for name in names[last + 1 :]:
        del new._modules[name]
    return new
