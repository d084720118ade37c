"""Endless iterators, one for each class."""


class BalancedBatchSampler(Sampler):
    """One endless stream of indices for each class; the largest runs out first."""

    def __init__(self, labels, batch_size, *, generator):
        self.classes = torch.unique(labels)
        if batch_size % len(self.classes):
            raise ValueError("batch_size: a multiple of the number of classes was expected")
        self.labels, self.batch_size, self.generator = labels, batch_size, generator

    def largest(self):
        return max(int((self.labels == k).sum()) for k in self.classes)

    def stream(self, members):
        while True:
            for place in torch.randperm(len(members), generator=self.generator):
                yield int(members[place])

    def __len__(self):
        return math.ceil(self.largest() * len(self.classes) / self.batch_size)

    def __iter__(self):
        streams = [self.stream((self.labels == k).nonzero()[:, 0]) for k in self.classes]
        left = self.largest()
        while left > 0:
            batch = []
            for _ in range(min(left, self.batch_size // len(self.classes))):
                batch.extend(next(stream) for stream in streams)
                left -= 1
            yield batch
