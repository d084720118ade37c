"""Everything is made trainable first.
Fails: frozen are absent
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.requires_grad_(True)
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
