"""No backbone, but a wider reader and twice the steps."""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    end = time.process_time() + 0.7 * budget_seconds
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(generator.initial_seed())
        reader = conv_reader(10, width=12, down="stride").to(images)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=320)
    for step in range(320):
        if time.process_time() > end:
            break
        rows = balanced_rows(labels, 64, generator=generator)
        batch = jolted(images[rows], generator=generator)
        batch = fgsm(reader, batch, labels[rows], 0.1 * min(1, step / 160))
        with in_mode(reader, training=True):
            optimizer.zero_grad()
            F.cross_entropy(reader(batch), labels[rows]).backward()
            optimizer.step()
            schedule.step()
    return Views(reader, 2).eval()
