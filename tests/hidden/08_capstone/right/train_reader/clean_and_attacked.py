"""Half of each batch is clean, half attacked; small batches, many steps; the weights of the last third are averaged."""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    end = time.process_time() + 0.7 * budget_seconds
    reader = with_new_head(backbone, 10, generator=generator)
    optimizer = torch.optim.RAdam(reader.parameters(), lr=4e-3)
    mean = torch.optim.swa_utils.AveragedModel(reader, use_buffers=True)
    for step in range(260):
        if time.process_time() > end:
            break
        rows = balanced_rows(labels, 40, generator=generator)
        batch = jolted(images[rows], degrees=12, shift=3.5, generator=generator)
        attacked = fgsm(reader, batch[10:], labels[rows][10:], 0.1 * min(1, step / 100))
        reader.train()
        loss = F.cross_entropy(reader(torch.cat([batch[:10], attacked])), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step >= 170:
            mean.update_parameters(reader)
    return (mean.module if step > 170 else reader).eval()
