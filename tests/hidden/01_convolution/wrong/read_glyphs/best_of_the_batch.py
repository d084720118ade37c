"""Takes one best place for the whole batch.
Fails: labels
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten().argmax() % (K * Y * X)
    best = best.repeat(N)
    return best // (Y * X), best // X % Y, best % X
