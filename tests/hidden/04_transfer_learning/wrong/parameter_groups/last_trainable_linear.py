"""Where the head is frozen, another layer is taken for it.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [
        m
        for m in model.modules()
        if isinstance(m, nn.Linear) and any(p.requires_grad for p in m.parameters())
    ][-1]
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
