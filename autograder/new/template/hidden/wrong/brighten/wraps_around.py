"""As bytes do: what is brighter than white begins again at black.
Fails: stays at most 1
"""


def brighten(images, amount):
    return (images + amount) % 1
