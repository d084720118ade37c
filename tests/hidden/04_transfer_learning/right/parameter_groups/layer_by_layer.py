"""A group for each layer, with what has been met before left out."""


def parameter_groups(model, *, base_lr, head_lr):
    head = [part for part in model.modules() if isinstance(part, nn.Linear)][-1]
    met, groups = set(), []
    for part in [head, *model.modules()]:
        own = [p for p in part.parameters(recurse=False) if p.requires_grad and id(p) not in met]
        met.update(map(id, own))
        if own:
            groups.append({"params": own, "lr": head_lr if part is head else base_lr})
    return groups
