"""Changes one pixel in ten to a new value, one child at a time."""


def evolve_image(predict, target, *, shape, generations, population, generator):
    image = torch.full(shape, 0.5)
    confidence = float(predict(image)[0, target])
    for _ in range(generations):
        parent = image
        for _ in range(population):
            mask = torch.rand(shape, generator=generator) < 0.1
            child = torch.where(mask, torch.rand(shape, generator=generator), parent)
            found = float(predict(child)[0, target])
            if found > confidence:
                image, confidence = child, found
    return image, confidence
