"""Climbs by signs on a copy of the model, beginning near grey."""

import copy


class Found(Exception):
    """Ends the forward pass where it is no longer needed."""


def excite_filter(model, layer, channel, *, shape, steps=64, lr=0.1, generator):
    double = copy.deepcopy(model).eval().requires_grad_(False)
    modules = {name: module for name, module in double.named_modules() if name}
    if layer not in modules:
        raise ValueError("choose one of " + ", ".join(modules))

    def stop(module, given, output):
        raise Found(output)

    modules[layer].register_forward_hook(stop)
    device = next(model.parameters()).device
    noise = torch.randn(shape, generator=generator, device=generator.device).to(device)
    images = (0.5 + 0.05 * noise).clamp(0, 1)
    for _ in range(steps):
        images.requires_grad_(True)
        try:
            double(images)
        except Found as found:
            output = found.args[0]
        output[:, channel].mean().backward()
        with torch.no_grad():
            images = torch.clamp(images + lr * images.grad.sign(), 0, 1)
    return images
