"""Small batches, AdamW, and torch's own first weights inside a fork."""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    seed = int(torch.randint(2**40, (1,), generator=generator, device=generator.device))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        head = nn.Linear(features.size(1), num_classes, dtype=features.dtype).to(features.device)
    opt = torch.optim.AdamW(head.parameters(), lr=lr, weight_decay=1e-4)
    for epoch in range(epochs):
        perm = torch.randperm(features.size(0), generator=generator, device=generator.device).to(
            features.device
        )
        for start in range(0, features.size(0), 32):
            idx = perm[start : start + 32]
            opt.zero_grad(set_to_none=True)
            F.cross_entropy(head(features[idx]), labels[idx]).backward()
            opt.step()
    return head.eval()
