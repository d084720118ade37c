"""A table of indices for the whole epoch, cut into batches; mixed within a batch."""


class BalancedBatchSampler(torch.utils.data.Sampler[list[int]]):
    def __init__(self, labels: torch.Tensor, batch_size: int, *, generator: torch.Generator) -> None:
        super().__init__()
        kinds, counts = torch.unique(labels, return_counts=True)
        if batch_size % kinds.numel() != 0:
            raise ValueError("the number of classes must divide batch_size")
        self.labels, self.kinds, self.most = labels, kinds, int(counts.max())
        self.per_class, self.generator = batch_size // kinds.numel(), generator

    def __iter__(self):
        rows = []
        for kind in self.kinds:
            own = torch.where(self.labels == kind)[0]
            rounds = -(-self.most // len(own))
            shuffles = [torch.randperm(len(own), generator=self.generator) for _ in range(rounds)]
            rows.append(own[torch.cat(shuffles)[: self.most].to(own.device)])
        for part in torch.stack(rows).split(self.per_class, dim=1):
            flat = part.flatten().tolist()
            yield [flat[j] for j in torch.randperm(len(flat), generator=self.generator).tolist()]

    def __len__(self) -> int:
        return (self.most + self.per_class - 1) // self.per_class
