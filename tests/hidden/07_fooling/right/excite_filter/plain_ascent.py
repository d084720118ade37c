"""Adds lr times the gradient, as it is."""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    parts = dict(model.named_modules())
    if layer not in parts:
        raise ValueError(f"{layer!r} is none of {list(parts)}")
    images = torch.empty(shape, device=generator.device).uniform_(generator=generator)
    images = images.to(next(model.parameters()).device)
    with in_mode(model, training=False):
        for _ in range(steps):
            images = images.detach().requires_grad_()
            level = []
            hook = parts[layer].register_forward_hook(
                lambda module, given, output, level=level: level.append(output[:, channel].mean())
            )
            try:
                model(images)
            finally:
                hook.remove()
            images = (images + lr * torch.autograd.grad(level[0], images)[0]).clamp(0, 1).detach()
    return images
