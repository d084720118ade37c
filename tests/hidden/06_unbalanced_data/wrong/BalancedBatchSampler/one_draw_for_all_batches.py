"""Draws the smaller classes before the loop: every batch of the epoch shows the same few.
Fails: draws for every batch
"""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        classes = labels.unique()
        if batch_size % len(classes):
            raise ValueError(f"batch_size {batch_size} is no multiple of {len(classes)} classes")
        members = [(labels == k).nonzero().flatten().tolist() for k in classes]
        self.each, self.generator = batch_size // len(classes), generator
        self.longest = max(map(len, members))
        self.large = [m for m in members if len(m) == self.longest]
        self.small = [m for m in members if len(m) < self.longest]

    def __len__(self):
        return math.ceil(self.longest / self.each)

    def __iter__(self):
        g = self.generator
        orders = [[m[i] for i in torch.randperm(len(m), generator=g).tolist()] for m in self.large]
        drawn = [
            [m[i] for i in torch.randint(len(m), (self.each,), generator=g).tolist()] for m in self.small
        ]
        for start in range(0, self.longest, self.each):
            batch = [order[start : start + self.each] for order in orders]
            batch += [few[: len(batch[0])] for few in drawn]
            yield list(itertools.chain.from_iterable(batch))
