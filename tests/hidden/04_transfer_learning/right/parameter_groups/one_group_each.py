"""A group for each parameter."""


def parameter_groups(model: nn.Module, *, base_lr: float, head_lr: float) -> list[dict]:
    *_, head = filter(lambda part: isinstance(part, nn.Linear), model.modules())
    top = set(head.parameters())
    return [
        {"params": [p], "lr": head_lr if p in top else base_lr} for p in model.parameters() if p.requires_grad
    ]
