"""Divides by the norm of all templates together.
Fails: each template alone
"""


def matched_filters(templates):
    constant = (templates.amax((1, 2)) == templates.amin((1, 2)))[:, None, None]
    centred = templates - templates.mean((1, 2), keepdim=True)
    filters = centred / centred.norm()
    return filters.masked_fill(constant, 0)[:, None]
