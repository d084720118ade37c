"""Keeps an axis of length 1.
Fails: labels
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1, keepdim=True)
    return best // (Y * X), best // X % Y, best % X
