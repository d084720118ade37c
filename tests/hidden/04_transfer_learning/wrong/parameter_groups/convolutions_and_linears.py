"""Batch norms and other parameters are forgotten.
Fails: every parameter
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    parts = [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear)) and m is not head]
    base = [p for m in parts for p in m.parameters() if p.requires_grad]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
