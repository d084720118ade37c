"""Walks the layers, and meets a parameter again that two of them share.
Fails: once only
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [part for part in model.modules() if isinstance(part, nn.Linear)][-1]
    base = []
    for part in model.modules():
        if part is not head:
            base += [p for p in part.parameters(recurse=False) if p.requires_grad]
    return [
        {"params": base, "lr": base_lr},
        {"params": [p for p in head.parameters() if p.requires_grad], "lr": head_lr},
    ]
