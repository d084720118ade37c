"""Moves the mean of the population towards its better half."""


def evolve_image(predict, target, *, shape, generations, population, generator):
    mean, best, highest = torch.full(shape, 0.5), None, -1.0
    for _ in range(generations):
        noise = torch.randn(population, *shape[1:], generator=generator)
        children = (mean + 0.2 * noise).clamp(0, 1)
        fitness = predict(children)[:, target]
        order = fitness.sort(descending=True).indices
        if fitness[order[0]].item() > highest:
            best, highest = children[order[:1]].clone(), fitness[order[0]].item()
        mean = children[order[: max(1, population // 4)]].mean(0, keepdim=True)
    return best, predict(best)[0, target].item()
