"""Subtracts the mean of all templates.
Fails: each template alone
"""


def matched_filters(templates):
    constant = (templates.amax((1, 2)) == templates.amin((1, 2)))[:, None, None]
    centred = templates - templates.mean()
    filters = centred / centred.square().sum((1, 2), keepdim=True).sqrt()
    return filters.masked_fill(constant, 0)[:, None]
