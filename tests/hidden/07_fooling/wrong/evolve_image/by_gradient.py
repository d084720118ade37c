"""Climbs along the gradient of predict.
Fails: no gradients
"""


def evolve_image(predict, target, *, shape, generations, population, generator):
    best = torch.rand(shape, generator=generator, device=generator.device)
    for _ in range(generations):
        best = best.detach().requires_grad_()
        gradient = torch.autograd.grad(predict(best)[0, target].log(), best)[0]
        best = (best + 0.1 * gradient.sign()).clamp(0, 1).detach()
    return best, predict(best)[0, target].item()
