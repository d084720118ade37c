"""Looks at every second place only.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters, stride=2)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), 2 * (best // X % Y), 2 * (best % X)
