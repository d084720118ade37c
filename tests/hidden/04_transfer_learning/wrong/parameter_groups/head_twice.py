"""The head's parameters are in the base's group as well.
Fails: once only
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if p.requires_grad]
    top = [p for p in head.parameters() if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
