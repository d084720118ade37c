"""Takes the largest absolute response.
Fails: labels
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.abs().flatten(1).argmax(1)
    return best // (Y * X), best // X % Y, best % X
