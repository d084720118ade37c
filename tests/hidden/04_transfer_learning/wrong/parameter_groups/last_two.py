"""The last two parameters are taken for the head.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    all_of_them = [p for p in model.parameters() if p.requires_grad]
    return [{"params": all_of_them[:-2], "lr": base_lr}, {"params": all_of_them[-2:], "lr": head_lr}]
