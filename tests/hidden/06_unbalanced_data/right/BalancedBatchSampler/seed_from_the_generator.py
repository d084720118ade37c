"""A NumPy generator for each epoch, seeded from torch's."""


class BalancedBatchSampler(Sampler):
    def __init__(self, labels, batch_size, *, generator):
        import numpy as np

        self.labels = labels.cpu().numpy()
        self.kinds, self.counts = np.unique(self.labels, return_counts=True)
        if batch_size % len(self.kinds):
            raise ValueError("indivisible")
        self.share, self.generator = batch_size // len(self.kinds), generator

    def __len__(self):
        return int(-(-self.counts.max() // self.share))

    def __iter__(self):
        import numpy as np

        rng = np.random.default_rng(int(torch.randint(2**31, (1,), generator=self.generator)))
        most = self.counts.max()
        columns = []
        for kind, count in zip(self.kinds, self.counts, strict=True):
            own = np.flatnonzero(self.labels == kind)
            columns.append(rng.permutation(own) if count == most else rng.choice(own, most))
        for start in range(0, most, self.share):
            yield np.concatenate([column[start : start + self.share] for column in columns]).tolist()
