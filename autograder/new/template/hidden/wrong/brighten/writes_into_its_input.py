"""Right values, in the memory of the images that it was given.
Fails: leaves its input alone
"""


def brighten(images, amount):
    images += amount
    return images.clamp_(0, 1)
