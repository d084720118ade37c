"""Parameters of the model itself are in no layer.
Fails: every parameter
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    base = [
        p
        for m in model.children()
        for p in m.parameters()
        if p.requires_grad and not any(p is q for q in head.parameters())
    ]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
