"""Looks for the place in the first filter's responses.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    labels = responses.amax((2, 3)).argmax(1)
    best = responses[:, 0].flatten(1).argmax(1)
    return labels, best // X, best % X
