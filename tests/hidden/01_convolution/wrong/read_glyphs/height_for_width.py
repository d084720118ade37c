"""Unravels with the number of rows.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    place = best % (Y * X)
    return best // (Y * X), place // Y, place % Y
