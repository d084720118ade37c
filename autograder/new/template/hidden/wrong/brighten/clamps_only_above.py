"""Only the upper end is clamped.
Fails: stays at least 0
"""


def brighten(images, amount):
    return (images + amount).clamp(max=1)
