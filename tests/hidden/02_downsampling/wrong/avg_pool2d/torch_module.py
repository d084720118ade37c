"""Lets torch's module do it.
Fails: written by hand
"""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    pool = nn.AvgPool2d(kernel_size, stride, padding, count_include_pad=count_include_pad)
    return pool(images)
