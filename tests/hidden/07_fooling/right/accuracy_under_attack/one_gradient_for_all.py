"""Takes the gradient once, since it does not depend on epsilon."""


def accuracy_under_attack(model, images, labels, epsilons):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    pixels = images.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(F.cross_entropy(model(pixels), labels), pixels)
    with torch.no_grad():
        shares = tuple(
            (model((images + e * gradient.sign()).clamp(0, 1)).argmax(dim=-1) == labels).float().mean().item()
            for e in epsilons
        )
    for module, mode in modes.items():
        module.training = mode
    return list(shares)
