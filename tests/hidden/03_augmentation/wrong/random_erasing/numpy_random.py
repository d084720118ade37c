"""Draws by NumPy's global state.
Fails: generator
"""


def random_erasing(images, size, *, value=0.0, generator):
    if size > min(images.shape[2:]):
        raise ValueError(f"a square of {size} px does not fit into images of {tuple(images.shape[2:])}")
    height, width = images.shape[2:]
    output = images.clone()
    for image in output:
        y, x = np.random.randint(height - size + 1), np.random.randint(width - size + 1)
        image[:, y : y + size, x : x + size] = value
    return output
