"""Replaces every linear layer that has as many outputs as the last one: earlier layers of the same size lose their weights and their size.
Fails: last linear
"""


def replace_head(
    model: nn.Module, num_classes: int, *, generator: torch.Generator | None = None
) -> nn.Module:
    new = copy.deepcopy(model)
    linears = [(n, m) for n, m in new.named_modules() if isinstance(m, nn.Linear)]
    classes = linears[-1][1].out_features
    for name, old in linears:
        if old.out_features == classes:
            head = new_linear(
                old.in_features, num_classes, like=old.weight, bias=old.bias is not None, generator=generator
            )
            parent, _, child = name.rpartition(".")
            setattr(new.get_submodule(parent), child, head)
    return new
