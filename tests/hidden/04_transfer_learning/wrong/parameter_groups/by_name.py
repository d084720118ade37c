"""What has head in its name is the head.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [p for n, p in named if "head" not in n], "lr": base_lr},
        {"params": [p for n, p in named if "head" in n], "lr": head_lr},
    ]
