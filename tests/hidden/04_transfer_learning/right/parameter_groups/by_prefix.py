"""By the prefix of the name that the head has."""


def parameter_groups(model, *, base_lr, head_lr):
    prefix = None
    for name, part in model.named_modules():
        if isinstance(part, nn.Linear):
            prefix = name
    base, head = [], []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        (head if name.rpartition(".")[0] == prefix else base).append(parameter)
    return [dict(params=base, lr=base_lr), dict(params=head, lr=head_lr)]
