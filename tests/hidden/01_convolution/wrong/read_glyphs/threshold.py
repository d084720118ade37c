"""Takes the first response above a fixed threshold.
Fails: brightness and contrast
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = (responses > 4.5).flatten(1).int().argmax(1)
    return best // (Y * X), best // X % Y, best % X
