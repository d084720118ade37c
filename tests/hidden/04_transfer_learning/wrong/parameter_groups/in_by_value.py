"""`in` compares tensors by value.
Fails: every parameter
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    top = [p for p in head.parameters() if p.requires_grad]
    base = [
        p
        for p in model.parameters()
        if p.requires_grad and not any(p.shape == q.shape and bool((p == q).all()) for q in head.parameters())
    ]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
