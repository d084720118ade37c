"""Draws the strength of a change from Python's random.
Fails: generator
"""

import random


def evolve_image(predict, target, *, shape, generations, population, generator):
    best = torch.rand(shape, generator=generator, device=generator.device)
    for _ in range(generations):
        noise = torch.randn(population, *shape[1:], generator=generator, device=generator.device)
        children = torch.cat([best, (best + random.uniform(0.1, 0.2) * noise).clamp(0, 1)])
        best = children[predict(children)[:, target].argmax()][None]
    return best, predict(best)[0, target].item()
