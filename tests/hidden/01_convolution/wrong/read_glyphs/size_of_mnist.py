"""Counts on images of 28×28.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    X = 28 - filters.shape[3] + 1
    place = best % (Y * responses.shape[3])
    return best // (Y * responses.shape[3]), place // X, place % X
