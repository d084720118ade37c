"""Trains for as many steps as it likes, whatever the budget.
Fails: budget
"""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    reader = with_new_head(backbone, 10, generator=generator)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=7e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 7e-3, total_steps=900)
    for step in range(900):
        rows = balanced_rows(labels, 32, generator=generator)
        batch = jolted(images[rows], generator=generator)
        with in_mode(reader, training=True):
            loss = F.cross_entropy(reader(batch), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return reader.eval()
