"""Only a layer called head, fc or out is found.
Fails: last linear
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name = next(n for n in ("head", "fc", "out") if n in new._modules)
    old = new._modules[name]
    head = new_linear(
        old.in_features, num_classes, like=old.weight.detach(), bias=old.bias is not None, generator=generator
    )
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
