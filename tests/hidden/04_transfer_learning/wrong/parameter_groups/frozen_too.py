"""Frozen parameters are listed.
Fails: frozen are absent
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if id(p) not in own]
    top = [p for p in head.parameters()]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
