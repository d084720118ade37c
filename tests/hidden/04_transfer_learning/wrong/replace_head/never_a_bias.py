"""Never a bias.
Fails: bias
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    head = new_linear(old.in_features, num_classes, like=old.weight.detach(), bias=False, generator=generator)
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
