"""A deep copy in which later children become identities."""


def cut_backbone(model, layer):
    if layer not in model._modules.keys():
        raise ValueError(f"{layer} is no direct child")
    new = copy.deepcopy(model)
    behind = False
    for name in list(new._modules):
        if behind:
            new._modules[name] = nn.Identity()
        behind = behind or name == layer
    return new
