"""Keeps a quarter of the population as parents, and mixes pairs of them."""


def evolve_image(predict, target, *, shape, generations, population, generator):
    def uniform(*size):
        return torch.rand(*size, generator=generator)

    pool = uniform(population, *shape[1:])
    parents = max(2, population // 4)
    with torch.no_grad():
        for _ in range(generations):
            order = predict(pool)[:, target].argsort(descending=True)
            elite = pool[order[:parents]]
            mother = elite[torch.randint(parents, (population - 1,), generator=generator)]
            father = elite[torch.randint(parents, (population - 1,), generator=generator)]
            mixed = torch.where(uniform(population - 1, *shape[1:]) < 0.5, mother, father)
            changed = uniform(mixed.shape) < 0.05
            mixed = torch.where(changed, uniform(mixed.shape), mixed)
            pool = torch.cat([elite[:1], mixed])
        best = pool[predict(pool)[:, target].argmax()].unsqueeze(0)
        return best, predict(best)[0][target].item()
