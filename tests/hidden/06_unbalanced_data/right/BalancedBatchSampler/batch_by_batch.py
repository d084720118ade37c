"""Draws the smaller classes anew for each batch."""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        super().__init__()
        groups = {}
        for index, label in enumerate(labels.tolist()):
            groups.setdefault(label, []).append(index)
        if batch_size % len(groups) > 0:
            raise ValueError("batch_size must be a multiple of the number of classes")
        self.groups, self.k, self.generator = list(groups.values()), batch_size // len(groups), generator
        self.n = max(map(len, self.groups))

    def __iter__(self):
        decks = [
            [g[j] for j in torch.randperm(len(g), generator=self.generator).tolist()]
            if len(g) == self.n
            else None
            for g in self.groups
        ]
        for begin in range(0, self.n, self.k):
            size = min(self.k, self.n - begin)
            batch = []
            for group, deck in zip(self.groups, decks, strict=True):
                if deck is not None:
                    batch += deck[begin : begin + size]
                else:
                    picks = torch.rand(size, generator=self.generator) * len(group)
                    batch += [group[int(p)] for p in picks]
            yield batch

    def __len__(self):
        return len(range(0, self.n, self.k))
