"""Ignores population.
Fails: generations and population
"""


def evolve_image(predict, target, *, shape, generations, population, generator):
    best = torch.rand(shape, generator=generator, device=generator.device)
    for _ in range(generations):
        noise = torch.randn(24, *shape[1:], generator=generator, device=generator.device)
        children = torch.cat([best, (best + 0.15 * noise).clamp(0, 1)])
        best = children[predict(children)[:, target].argmax()][None]
    return best, predict(best)[0, target].item()
