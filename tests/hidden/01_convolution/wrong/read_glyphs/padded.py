"""Pads, so that brightness makes edges and places move.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters, padding="same")
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best // X % Y, best % X
