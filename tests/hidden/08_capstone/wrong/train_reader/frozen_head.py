"""Only a head is trained, on pictures that never move.
Fails: reads most
"""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    end = time.process_time() + 0.7 * budget_seconds
    reader = with_new_head(backbone, 10, generator=generator)
    for block in list(reader.children())[:-1]:
        block.train = lambda mode=True, block=block: block
    optimizer = torch.optim.AdamW(reader.head.parameters(), lr=7e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 7e-3, total_steps=150)
    for step in range(150):
        if time.process_time() > end:
            break
        rows = any_rows(labels, 64, generator=generator)
        batch = images[rows]
        update(reader, optimizer, batch, labels[rows])
        schedule.step()
    return reader.eval()
