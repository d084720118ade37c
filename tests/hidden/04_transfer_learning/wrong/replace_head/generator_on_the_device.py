"""Numbers are drawn on the model's device with a generator on the CPU.
Fails: device parity
"""


def replace_head(model, num_classes, *, generator=None):
    new = copy.deepcopy(model)
    name, old = [(n, p) for n, p in new.named_modules() if isinstance(p, nn.Linear)][-1]
    w = old.weight
    head = nn.utils.skip_init(nn.Linear, old.in_features, num_classes, bias=old.bias is not None)
    head = head.to(w.device, w.dtype)
    with torch.no_grad():
        for p in head.parameters():
            p.copy_(torch.rand(p.shape, generator=generator, device=w.device) - 0.5)
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
