"""Looks for the last part of the name only.
Fails: activation rises
"""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    modules = dict(model.named_modules())
    if layer not in modules:
        raise ValueError(f"no module is called {layer!r}")
    device = next(model.parameters()).device
    images = torch.rand(shape, generator=generator, device=generator.device).to(device)
    heard = []
    hook = {name.split(".")[-1]: module for name, module in modules.items()}[
        layer.split(".")[-1]
    ].register_forward_hook(lambda module, given, output: heard.append(output[:, channel].mean()))
    with in_mode(model, training=False):
        for _ in range(steps):
            model(images.requires_grad_())
            (gradient,) = torch.autograd.grad(heard.pop(), images)
            size = gradient.square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
            images = (images.detach() + lr * gradient / size.clamp_min(1e-12)).clamp(0, 1)
    hook.remove()
    return images
