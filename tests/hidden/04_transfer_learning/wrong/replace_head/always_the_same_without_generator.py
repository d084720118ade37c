"""Without a generator it takes one with seed 0: two calls give the same head, whatever torch's global state.
Fails: generator
"""


def replace_head(
    model: nn.Module, num_classes: int, *, generator: torch.Generator | None = None
) -> nn.Module:
    generator = generator or seeded(0)
    new = copy.deepcopy(model)
    name, old = [(n, m) for n, m in new.named_modules() if isinstance(m, nn.Linear)][-1]
    head = new_linear(
        old.in_features, num_classes, like=old.weight, bias=old.bias is not None, generator=generator
    )
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
