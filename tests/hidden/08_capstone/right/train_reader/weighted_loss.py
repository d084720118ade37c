"""All rows alike, and a loss in which rare classes weigh more; a hand-written schedule."""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    end = time.process_time() + 0.7 * budget_seconds
    reader = with_new_head(backbone, 10, generator=generator)
    weights = len(labels) / (10 * torch.bincount(labels, minlength=10).to(images))
    optimizer = torch.optim.Adam(reader.parameters(), lr=5e-3, betas=(0.9, 0.99))
    for step in range(180):
        if time.process_time() > end:
            break
        for group in optimizer.param_groups:
            group["lr"] = 5e-3 * min(1, (step + 1) / 30) * (1 + math.cos(math.pi * step / 180)) / 2
        rows = any_rows(labels, 64, generator=generator)
        batch = jolted(images[rows], generator=generator)
        batch = fgsm(reader, batch, labels[rows], 0.1 * min(1, step / 75))
        reader.train()
        loss = F.cross_entropy(reader(batch), labels[rows], weight=weights)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return Views(reader).eval()
