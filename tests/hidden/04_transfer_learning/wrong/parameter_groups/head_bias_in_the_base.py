"""The head's bias learns at the base's rate.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in [head.weight]}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    top = [p for p in [head.weight] if p.requires_grad]
    return [{"params": base, "lr": base_lr}, {"params": top, "lr": head_lr}]
