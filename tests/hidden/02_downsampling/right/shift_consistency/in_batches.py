"""In batches of 32, rows first and then columns."""


class Mover:
    def __init__(self, limit, generator):
        self.limit, self.generator = limit, generator

    def draw(self):
        weights = torch.ones(2 * self.limit + 1, device=self.generator.device)
        return int(torch.multinomial(weights, 1, generator=self.generator)) - self.limit

    def __call__(self, image):
        dy, dx = self.draw(), self.draw()
        return torch.roll(torch.roll(image, dy, dims=-2), dx, dims=-1)


def shift_consistency(predict, images, max_shift, *, generator):
    mover, same = Mover(max_shift, generator), []
    for batch in torch.split(images, 32):
        copies = torch.empty_like(batch)
        for copy, image in zip(copies, batch):
            copy[...] = mover(image)
        same += torch.eq(predict(batch), predict(copies)).tolist()
    return sum(same) / len(same)
