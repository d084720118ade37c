"""Returns floats.
Fails: integers
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    best = responses.flatten(1).argmax(1)
    return best // (Y * X), torch.floor(best % (Y * X) / X), (best % X).to(images.dtype)
