"""Biases are forgotten.
Fails: every parameter
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    base = [m.weight for m in model.modules() if getattr(m, "weight", None) is not None and m is not head]
    base = [p for p in base if p.requires_grad]
    top = [p for p in [head.weight] if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
