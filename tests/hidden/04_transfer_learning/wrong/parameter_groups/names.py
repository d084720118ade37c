"""Names in place of parameters.
Fails: every parameter
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    live = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [n for n, p in live if id(p) not in own], "lr": base_lr},
        {"params": [n for n, p in live if id(p) in own], "lr": head_lr},
    ]
