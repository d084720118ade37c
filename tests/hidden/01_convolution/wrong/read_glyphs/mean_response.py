"""Takes the filter whose mean response is highest.
Fails: labels
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    labels = responses.mean((2, 3)).argmax(1)
    best = responses[torch.arange(N, device=images.device), labels].flatten(1).argmax(1)
    return labels, best // X, best % X
