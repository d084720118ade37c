"""Takes a single class for a mistake.
Fails: one class
"""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        classes = labels.unique()
        if len(classes) < 2 or batch_size % len(classes):
            raise ValueError(
                f"batch_size {batch_size} is no multiple of {len(classes)} classes, two at least"
            )
        self.members = [(labels == k).nonzero().flatten().tolist() for k in classes]
        self.each, self.generator = batch_size // len(classes), generator
        self.longest = max(map(len, self.members))

    def __len__(self):
        return math.ceil(self.longest / self.each)

    def endless(self, members):
        while True:
            yield from (members[i] for i in torch.randperm(len(members), generator=self.generator).tolist())

    def __iter__(self):
        rows = list(itertools.islice(zip(*map(self.endless, self.members), strict=False), self.longest))
        for start in range(0, self.longest, self.each):
            yield list(itertools.chain.from_iterable(rows[start : start + self.each]))
