"""A name that begins like the head's counts as one of the head.
Fails: rates
"""


def parameter_groups(model, *, base_lr, head_lr):
    last = [name for name, part in model.named_modules() if isinstance(part, nn.Linear)][-1]
    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    return [
        {"params": [p for name, p in named if not name.startswith(last)], "lr": base_lr},
        {"params": [p for name, p in named if name.startswith(last)], "lr": head_lr},
    ]
