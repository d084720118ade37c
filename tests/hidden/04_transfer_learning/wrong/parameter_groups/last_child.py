"""The last child is taken for the head.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = list(model.children())[-1]
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
