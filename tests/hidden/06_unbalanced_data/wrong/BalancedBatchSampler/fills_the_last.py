"""Fills the last batch with samples that were there before.
Fails: covers the majority
"""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        classes = labels.unique()
        if batch_size % len(classes):
            raise ValueError(f"batch_size {batch_size} is no multiple of {len(classes)} classes")
        self.members = [(labels == k).nonzero().flatten().cpu() for k in classes]
        self.each = batch_size // len(classes)
        self.longest = max(len(members) for members in self.members)
        self.generator = generator

    def __len__(self):
        return -(-self.longest // self.each)

    def draw(self, members):
        order = torch.randperm(len(members), generator=self.generator)
        if len(members) < self.longest:
            order = torch.randint(len(members), (self.longest,), generator=self.generator)
        return members[order]

    def __iter__(self):
        columns = [self.draw(members) for members in self.members]
        for start in range(0, self.longest, self.each):
            yield [
                i
                for column in columns
                for i in torch.cat([column, column])[start : start + self.each].tolist()
            ]
