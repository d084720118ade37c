"""Divides by zero.
Fails: constant template
"""


def matched_filters(templates):
    centred = templates - templates.mean((1, 2), keepdim=True)
    return (centred / centred.square().sum((1, 2), keepdim=True).sqrt())[:, None]
