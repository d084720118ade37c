"""The global state is seeded from the generator inside a fork."""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    path, old = [(n, m) for n, m in new.named_modules() if isinstance(m, nn.Linear)][-1]
    options = dict(bias=old.bias is not None, dtype=old.weight.dtype)
    if generator is None:
        head = nn.Linear(old.in_features, num_classes, **options)
    else:
        seed = int(torch.randint(2**62, (), generator=generator, device=generator.device))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            head = nn.Linear(old.in_features, num_classes, **options)
    *parents, child = path.split(".")
    parent = new
    for name in parents:
        parent = getattr(parent, name)
    setattr(parent, child, head.to(old.weight.device))
    return new
