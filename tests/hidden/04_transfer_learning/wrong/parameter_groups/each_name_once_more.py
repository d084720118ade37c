"""A layer with two names is listed twice.
Fails: once only
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    named = [p for _, p in model.named_parameters(remove_duplicate=False) if p.requires_grad]
    return [
        {"params": [p for p in named if id(p) not in own], "lr": base_lr},
        {"params": [p for p in named if id(p) in own], "lr": head_lr},
    ]
