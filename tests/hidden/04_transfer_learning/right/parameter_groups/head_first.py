"""The head's group first, empty groups left out, generators inside."""


def parameter_groups(model, *, base_lr, head_lr):
    linears = [part for part in model.modules() if isinstance(part, nn.Linear)]
    head = linears[-1]
    live = [p for p in model.parameters() if p.requires_grad]
    is_head = [p is head.weight or p is head.bias for p in live]
    groups = []
    if any(is_head):
        groups.append({"params": (p for p, yes in zip(live, is_head) if yes), "lr": head_lr, "name": "head"})
    if not all(is_head):
        groups.append(
            {"params": (p for p, yes in zip(live, is_head) if not yes), "lr": base_lr, "name": "base"}
        )
    return groups
