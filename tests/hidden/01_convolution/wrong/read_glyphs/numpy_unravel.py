"""Goes through NumPy.
Fails: device parity
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).numpy().argmax(1)
    return tuple(torch.from_numpy(np.asarray(index)) for index in np.unravel_index(best, (K, Y, X)))
