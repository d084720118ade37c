"""Lets Adam climb, and clamps after each step."""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    try:
        module = model.get_submodule(layer)
    except AttributeError:
        raise ValueError(f"the model has no module {layer!r}") from None
    weight = next(model.parameters())
    start = torch.rand(shape, generator=generator, device=generator.device)
    pixels = nn.Parameter(start.to(weight.device, weight.dtype))
    optimizer = torch.optim.Adam([pixels], lr=lr, maximize=True)
    kept = {}
    handle = module.register_forward_hook(lambda m, i, o: kept.update(map=o))
    modes = {m: m.training for m in model.modules()}
    model.eval()
    try:
        for _ in range(steps):
            model(pixels)
            level = kept["map"][:, channel].mean(dim=(1, 2)).sum()
            pixels.grad = torch.autograd.grad(level, pixels)[0]
            optimizer.step()
            pixels.data.clamp_(0, 1)
    finally:
        handle.remove()
        for m, mode in modes.items():
            m.training = mode
    return pixels.detach()
