"""One dictionary in place of a list.
Fails: is a list of dicts
"""


def parameter_groups(model, *, base_lr, head_lr):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    top = [p for p in head.parameters() if p.requires_grad]
    return {"base": base, "head": top}
