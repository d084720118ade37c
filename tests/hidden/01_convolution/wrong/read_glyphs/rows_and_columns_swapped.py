"""Returns columns before rows.
Fails: places
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best % X, best // X % Y
