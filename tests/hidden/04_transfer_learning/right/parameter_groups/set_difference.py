"""Sets of parameters."""


def parameter_groups(model, *, base_lr, head_lr):
    head = next(part for part in reversed(list(model.modules())) if isinstance(part, nn.Linear))
    live = {p for p in model.parameters() if p.requires_grad}
    top = live & set(head.parameters())
    return [{"params": list(live - top), "lr": base_lr}, {"params": list(top), "lr": head_lr}]
