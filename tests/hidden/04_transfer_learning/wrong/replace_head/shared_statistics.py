"""Weights are copied, running statistics are shared.
Fails: nothing is shared
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    head = new_linear(
        old.in_features, num_classes, like=old.weight.detach(), bias=old.bias is not None, generator=generator
    )
    for mine, theirs in zip(new.modules(), model.modules()):
        for key in mine._buffers:
            mine._buffers[key] = theirs._buffers[key]
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
