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
        update(reader, optimizer, batch, labels[rows])
        schedule.step()
    return reader.eval()
