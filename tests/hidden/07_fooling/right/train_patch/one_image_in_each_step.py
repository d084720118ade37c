"""Takes one image in each step, and a shrinking step from grey."""

import copy


def train_patch(model, images, target, *, size, steps, generator):
    reader = copy.deepcopy(model).eval().requires_grad_(False)
    noise = torch.randn(images.shape[1], size, size, generator=generator, device=generator.device)
    patch = (0.5 + 0.1 * noise).clamp(0, 1).to(images)
    for step in range(steps):
        n = int(torch.randint(len(images), (), generator=generator, device=generator.device))
        patch = patch.detach().requires_grad_()
        row, col = (side // 2 - size // 2 for side in images.shape[2:])
        page = images[n : n + 1].clone()
        page[..., row : row + size, col : col + size] = patch
        (-reader(page)[0].log_softmax(0)[target]).backward()
        with torch.no_grad():
            patch = (patch - 0.2 * (1 - step / steps) * patch.grad.sign()).clamp(0, 1)
    return patch
