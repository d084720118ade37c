"""A new chain of the old layers shares their weights.
Fails: nothing is shared
"""


def replace_head(model, num_classes, *, generator=None):
    old = [p for p in model.modules() if isinstance(p, nn.Linear)][-1]

    def exchange(part):
        if part is old:
            return head
        if not any(p is old for p in part.modules()):
            return part
        twin = copy.copy(part)
        twin._modules = {n: exchange(c) for n, c in part._modules.items()}
        return twin

    head = new_linear(
        old.in_features, num_classes, like=old.weight.detach(), bias=old.bias is not None, generator=generator
    )
    return exchange(model)
