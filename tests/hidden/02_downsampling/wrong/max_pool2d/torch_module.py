"""Lets torch's module do it.
Fails: written by hand
"""


def max_pool2d(images, kernel_size, *, stride=None, padding=0):
    return nn.MaxPool2d(kernel_size, stride, padding)(images)
