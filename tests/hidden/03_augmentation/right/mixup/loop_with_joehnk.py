"""One image after the other; Beta by Jöhnk's rejection of pairs of uniform numbers."""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")

    def number():
        return torch.rand((), dtype=torch.float64, generator=generator, device=generator.device).item()

    def beta():
        if alpha > 1:  # the middle of an odd number of uniform numbers, for the integers used here
            return sorted(number() for _ in range(2 * round(alpha) - 1))[round(alpha) - 1]
        while True:
            x, y = (1 - number()) ** (1 / alpha), (1 - number()) ** (1 / alpha)
            if 0 < x + y <= 1:
                return x / (x + y)

    mixed, soft = torch.empty_like(images), images.new_zeros(len(images), num_classes)
    for n in range(len(images)):
        share = beta() if alpha > 0 else 1.0
        m = int(torch.randint(len(images), (), generator=generator, device=generator.device))
        mixed[n] = share * images[n] + (1 - share) * images[m]
        soft[n, labels[n]] += share
        soft[n, labels[m]] += 1 - share
    return mixed, soft
