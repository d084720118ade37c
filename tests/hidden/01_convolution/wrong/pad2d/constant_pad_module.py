"""Lets torch's module pad.
Fails: written by hand
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    return nn.ConstantPad2d((left, right, top, bottom), value)(images)
