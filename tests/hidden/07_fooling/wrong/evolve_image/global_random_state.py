"""Draws from the global random state.
Fails: generator
"""


def evolve_image(predict, target, *, shape, generations, population, generator):
    best = torch.rand(shape, generator=generator, device=generator.device)
    for _ in range(generations):
        noise = torch.randn(population, *shape[1:])
        children = torch.cat([best, (best + 0.15 * noise).clamp(0, 1)])
        best = children[predict(children)[:, target].argmax()][None]
    return best, predict(best)[0, target].item()
