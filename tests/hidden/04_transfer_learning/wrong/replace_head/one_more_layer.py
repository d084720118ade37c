"""A new layer is put on top of the old head.
Fails: last linear
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    old = [p for p in new.modules() if isinstance(p, nn.Linear)][-1]
    return nn.Sequential(
        new,
        nn.Flatten(),
        new_linear(old.out_features, num_classes, like=old.weight.detach(), generator=generator),
    )
