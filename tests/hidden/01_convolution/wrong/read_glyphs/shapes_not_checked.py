"""Leaves odd shapes to torch.
Fails: other shapes raise
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    best = responses.flatten(1).argmax(1)
    rows, cols = responses.shape[2:]
    return best // (rows * cols), best // cols % rows, best % cols
