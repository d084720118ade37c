"""named_modules with remove_duplicate=False, of which the direct children are taken."""


def cut_backbone(model, layer):
    direct = [(n, m) for n, m in model.named_modules(remove_duplicate=False) if n and "." not in n]
    names = [n for n, _ in direct]
    if layer not in names:
        raise ValueError(f"choose one of {names}")
    return nn.Sequential(*(copy.deepcopy(m) for _, m in direct[: names.index(layer) + 1]))
