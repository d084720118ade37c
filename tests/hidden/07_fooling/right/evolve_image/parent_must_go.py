"""Comma selection: the best child always takes the parent's place, be it better or worse."""


def evolve_image(predict, target, *, shape, generations, population, generator):
    device = generator.device
    best = torch.rand(shape, generator=generator, device=device)
    highest = predict(best)[0, target].item()
    for _ in range(generations):
        noise = torch.randn(population, *shape[1:], generator=generator, device=device)
        part = torch.rand(noise.shape, generator=generator, device=device) < 0.2
        children = (best + 0.4 * noise * part).clamp(0, 1)
        judged = predict(children)[:, target]
        child = int(judged.argmax())
        if population:
            best, highest = children[child : child + 1], judged[child].item()
    return best, highest
