"""Splits the name at its first dot: a last linear layer three levels down is an error or lands in the wrong place.
Fails: last linear
"""


def replace_head(
    model: nn.Module, num_classes: int, *, generator: torch.Generator | None = None
) -> nn.Module:
    new = copy.deepcopy(model)
    name, old = [(n, m) for n, m in new.named_modules() if isinstance(m, nn.Linear)][-1]
    head = new_linear(
        old.in_features, num_classes, like=old.weight, bias=old.bias is not None, generator=generator
    )
    if "." in name:
        parts = name.split(".")
        new._modules[parts[0]]._modules[parts[1]] = head
    else:
        new._modules[name] = head
    return new
