"""nn.Linear draws from the global random state, and ignores the generator.
Fails: generator
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    head = nn.Linear(old.in_features, num_classes, bias=old.bias is not None).to(old.weight)
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
