"""Needs neither fgsm nor input_gradient, and calls the model's forward by name."""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    modes = [module.training for module in model.modules()]
    model.eval()
    clean = images.detach()
    x = clean.clone()
    if generator is not None:
        x += epsilon * (2 * torch.rand(x.shape, generator=generator, device=generator.device).to(x) - 1)
        x.clamp_(0, 1)
    try:
        for _ in range(steps):
            x.requires_grad_(True)
            loss = F.cross_entropy(model.forward(x), labels, reduction="mean")
            (g,) = torch.autograd.grad(loss, x)
            with torch.no_grad():
                x = x - step_size * g.sign() if targeted else x + step_size * g.sign()
                x = torch.clamp(x, min=clean - epsilon, max=clean + epsilon).clamp(min=0, max=1)
    finally:
        for module, mode in zip(model.modules(), modes, strict=True):
            module.train(mode) if not list(module.children()) else setattr(module, "training", mode)
    return x.detach()
