"""Goes through NumPy.
Fails: device parity
"""


def matched_filters(templates):
    array = templates.numpy()
    constant = (array.max((1, 2)) == array.min((1, 2)))[:, None, None]
    centred = np.where(constant, 0, array - array.mean((1, 2), keepdims=True))
    norm = np.where(constant, 1, np.sqrt((centred**2).sum((1, 2), keepdims=True)))
    return torch.from_numpy((centred / norm).astype(array.dtype))[:, None]
