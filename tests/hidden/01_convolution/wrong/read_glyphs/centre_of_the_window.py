"""Returns the centre of the window.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best // X % Y + filters.shape[2] // 2, best % X + filters.shape[3] // 2
