"""Mirrors the filters.
Fails: labels
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters.flip(2, 3))
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best // X % Y, best % X
