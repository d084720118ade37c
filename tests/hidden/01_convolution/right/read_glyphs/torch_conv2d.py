"""F.conv2d and one argmax."""


def read_glyphs(images: torch.Tensor, filters: torch.Tensor):
    responses = F.conv2d(images, filters)
    best = responses.flatten(1).argmax(1)
    rows, cols = responses.shape[2:]
    return best // (rows * cols), best // cols % rows, best % cols
