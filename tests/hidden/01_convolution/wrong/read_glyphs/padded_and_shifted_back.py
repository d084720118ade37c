"""Pads and moves the places back, but a bright image has an edge against the padding.
Fails: brightness and contrast
"""


def read_glyphs(images, filters):
    h, w = filters.shape[2:]
    responses = F.conv2d(images, filters, padding=(h - 1, w - 1))
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best // X % Y - h + 1, best % X - w + 1
