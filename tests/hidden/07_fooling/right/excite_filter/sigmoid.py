"""Climbs without bounds, and squeezes by a sigmoid."""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    names = [name for name, _ in model.named_modules()]
    if layer not in names:
        raise ValueError(f"layer is one of {names}, not {layer}")
    device = next(model.parameters()).device
    free = torch.randn(shape, generator=generator, device=generator.device).to(device).requires_grad_()
    optimizer = torch.optim.Adam([free], lr=10 * lr)
    found = []
    hook = model.get_submodule(layer).register_forward_hook(lambda *args: found.append(args[2]))
    with in_mode(model, training=False):
        for _ in range(steps):
            found.clear()
            model(torch.sigmoid(free))
            free.grad = -torch.autograd.grad(found[0][:, channel].sum(), free)[0]
            optimizer.step()
    hook.remove()
    return torch.sigmoid(free).detach()
