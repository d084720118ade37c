"""A head that starts at zero needs no random numbers."""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    names = [name for name, part in new.named_modules() if type(part) is nn.Linear]
    old = new.get_submodule(names[-1])
    head = nn.utils.skip_init(nn.Linear, old.in_features, num_classes, bias=old.bias is not None)
    for parameter in head.parameters():
        nn.init.zeros_(parameter)
    new.set_submodule(names[-1], head.to(old.weight.device, old.weight.dtype))
    return new
