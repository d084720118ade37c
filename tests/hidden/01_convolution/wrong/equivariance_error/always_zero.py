"""Takes the claim for granted.
Fails: stride breaks it
"""


def equivariance_error(layer, images, shift):
    return 0.0
