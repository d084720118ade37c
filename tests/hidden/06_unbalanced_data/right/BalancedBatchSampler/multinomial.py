"""Weights for the smaller classes, in a list of batches."""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        self.labels, self.generator = labels.tolist(), generator
        self.classes = sorted(set(self.labels))
        if batch_size % len(self.classes) != 0:
            raise ValueError(f"{batch_size} samples cannot be shared by {len(self.classes)} classes")
        self.share = batch_size // len(self.classes)
        self.size = max(self.labels.count(k) for k in self.classes)

    def __len__(self):
        return math.ceil(self.size / self.share)

    def __iter__(self):
        batches = [[] for _ in range(len(self))]
        for k in self.classes:
            own = [i for i, label in enumerate(self.labels) if label == k]
            full = len(own) == self.size
            picks = torch.multinomial(
                torch.ones(len(own)), self.size, replacement=not full, generator=self.generator
            )
            for n, pick in enumerate(picks.tolist()):
                batches[n // self.share].append(own[pick])
        return iter(batches)
