"""Takes 60 steps where nobody says how many.
Fails: steps and lr
"""


def excite_filter(model, layer, channel, *, shape, steps=60, lr=0.1, generator):
    if layer not in dict(model.named_modules()):
        raise ValueError(f"no module is called {layer!r}")
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
