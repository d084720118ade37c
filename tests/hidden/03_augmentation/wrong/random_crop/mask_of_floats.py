"""Picks windows by sums with masks of float32, which make float32 of halves.
Fails: half precision
"""


def random_crop(images, padding, *, generator):
    count, _, height, width = images.shape
    drawn = torch.randint(2 * padding + 1, (2, count), generator=generator, device=generator.device)
    padded = F.pad(images, [padding] * 4)
    output = 0
    for y in range(2 * padding + 1):
        for x in range(2 * padding + 1):
            mask = ((drawn[0] == y) & (drawn[1] == x)).float().to(images.device)
            output = output + mask[:, None, None, None] * padded[:, :, y : y + height, x : x + width]
    return output
