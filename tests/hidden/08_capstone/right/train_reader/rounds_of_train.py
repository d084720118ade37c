"""Prepares a set for each round, and leaves the loop to convlab.training."""


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    from convlab.training import train

    end = time.process_time() + 0.6 * budget_seconds
    reader = with_new_head(backbone, 10, generator=generator)
    for turn in range(32):
        if time.process_time() > end:
            break
        rows = balanced_rows(labels, 384, generator=generator)
        batch = jolted(images[rows], generator=generator)
        batch = fgsm(reader, batch, labels[rows], 0.1 * min(1, turn / 16))
        rate = 6e-3 * (1 - turn / 32) + 2e-4
        train(reader, batch, labels[rows], epochs=1, lr=rate, batch_size=48, seed=turn)
    return Views(reader).eval()
