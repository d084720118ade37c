"""The global state is noted and put back; weights drawn with torch.nn.init."""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    last = None
    for parent in new.modules():
        pass
    for name, part in new.named_modules():
        if isinstance(part, nn.Linear):
            last = name, part
    name, old = last
    state = torch.get_rng_state()
    head = nn.Linear(old.in_features, num_classes, bias=old.bias is not None)
    if generator is not None:
        torch.set_rng_state(state)
        where = generator.device
        head = head.to(where)
        nn.init.kaiming_uniform_(head.weight, a=5**0.5, generator=generator)
        if head.bias is not None:
            bound = head.in_features**-0.5
            nn.init.uniform_(head.bias, -bound, bound, generator=generator)
    head = head.to(device=old.weight.device, dtype=old.weight.dtype)
    parent, _, child = name.rpartition(".")
    (new.get_submodule(parent) if parent else new)._modules[child] = head
    return new
