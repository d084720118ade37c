"""Uses apply_patch and Adam, anywhere in the image."""


def train_patch(model, images, target, *, size, steps, generator):
    channels, height, width = images.shape[1:]
    start = torch.rand(channels, size, size, generator=generator, device=generator.device)
    patch = nn.Parameter(start.to(images))
    optimizer = torch.optim.Adam([patch], lr=0.1)
    wanted = torch.full((len(images),), target, dtype=torch.int64, device=images.device)

    def places(most):
        drawn = torch.randint(most + 1, (len(images),), generator=generator, device=generator.device)
        return drawn.to(images.device)

    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    for _ in range(steps):
        pasted = apply_patch(images, patch, places(height - size), places(width - size))
        loss = F.cross_entropy(model(pasted), wanted)
        patch.grad = torch.autograd.grad(loss, patch)[0]
        optimizer.step()
        with torch.no_grad():
            patch.clamp_(0, 1)
    for module, training in modes:
        module.training = training
    return patch.detach().clone()
