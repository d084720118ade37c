"""Where the number of classes stays, so does the head.
Fails: new weights
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    if old.out_features == num_classes:
        return new
    head = new_linear(
        old.in_features, num_classes, like=old.weight.detach(), bias=old.bias is not None, generator=generator
    )
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
