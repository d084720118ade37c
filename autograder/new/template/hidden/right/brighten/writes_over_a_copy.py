"""A copy, and masks where it leaves the range."""


def brighten(images, amount):
    images = images.clone()
    images += amount
    images[images > 1] = 1
    images[images < 0] = 0
    return images
