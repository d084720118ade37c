"""Fills a torch.nn.Conv2d with the weights.
Fails: written by hand
"""


def conv2d(images, weight, bias=None, *, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    filters, channels, h, w = weight.shape
    layer = nn.Conv2d(channels, filters, (h, w), stride=stride, padding=padding, bias=bias is not None)
    layer.weight = nn.Parameter(weight)
    if bias is not None:
        layer.bias = nn.Parameter(bias)
    return layer(images).detach()
