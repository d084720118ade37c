"""Changes the first image in each generation, not the best so far.
Fails: confidence climbs
"""


def evolve_image(predict, target, *, shape, generations, population, generator):
    best = torch.rand(shape, generator=generator, device=generator.device)
    first = best
    for _ in range(generations):
        noise = torch.randn(population, *shape[1:], generator=generator, device=generator.device)
        children = torch.cat([best, (first + 0.15 * noise).clamp(0, 1)])
        best = children[predict(children)[:, target].argmax()][None]
    return best, predict(best)[0, target].item()
