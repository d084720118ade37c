"""Every nn.Linear belongs to the head.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    own = {id(p) for m in model.modules() if isinstance(m, nn.Linear) for p in m.parameters()}
    live = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in live if id(p) not in own], "lr": base_lr},
        {"params": [p for p in live if id(p) in own], "lr": head_lr},
    ]
