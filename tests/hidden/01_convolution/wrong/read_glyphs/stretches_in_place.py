"""Stretches the contrast of the caller's images.
Fails: input is left alone
"""


def read_glyphs(images, filters):
    images -= images.amin((1, 2, 3), keepdim=True)
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), best // X % Y, best % X
