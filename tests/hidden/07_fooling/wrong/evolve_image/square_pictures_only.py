"""Rectangles are drawn within the height for both sides, so that columns beyond the height never change; shows on wide images whose right part matters.
Fails: confidence climbs
"""


def evolve_image(predict, target, *, shape, generations, population, generator):
    _, channels, height, _ = shape

    def number(high):
        return int(torch.randint(high, (1,), generator=generator, device=generator.device))

    best = torch.full(shape, 0.5, device=generator.device)
    for _ in range(generations):
        children = best.repeat(population, 1, 1, 1)
        for child in children:
            top, left = number(height), number(height)
            bottom, right = top + 1 + number(height - top), left + 1 + number(height - left)
            child[:, top:bottom, left:right] = torch.rand(
                (channels, 1, 1), generator=generator, device=generator.device
            )
        children = torch.cat([best, children])
        best = children[predict(children)[:, target].argmax()][None]
    return best, float(predict(best)[0, target])
