"""Draws by Python's random module.
Fails: generator
"""

import random


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    cut = []
    for padded in F.pad(images, (padding,) * 4):
        y, x = random.randint(0, 2 * padding), random.randint(0, 2 * padding)
        cut.append(padded[:, y : y + height, x : x + width])
    return torch.stack(cut)
