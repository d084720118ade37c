"""Takes the first module whose name ends with the given one.
Fails: unknown layer raises
"""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    found = [name for name, _ in model.named_modules() if name and name.endswith(layer)]
    if not found:
        raise ValueError(f"no module is called {layer!r}")
    layer = found[0] if layer not in found else layer
    weight, maps = next(model.parameters()), []
    images = torch.rand(shape, generator=generator, device=generator.device).to(weight)
    hook = model.get_submodule(layer).register_forward_hook(lambda module, given, out: maps.append(out))
    try:
        with in_mode(model, training=False):
            for _ in range(steps):
                images = images.detach().requires_grad_()
                model(images)
                goal = maps.pop()[:, channel].mean()
                (gradient,) = torch.autograd.grad(goal, images)
                size = gradient.square().mean((1, 2, 3), keepdim=True).sqrt().clamp_min(1e-12)
                images = (images.detach() + lr * gradient / size).clamp(0, 1)
    finally:
        hook.remove()
    return images.detach()
