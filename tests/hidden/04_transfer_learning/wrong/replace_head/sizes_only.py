"""Only out_features is changed, not the weight.
Fails: shapes
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    old.out_features = num_classes
    return new
