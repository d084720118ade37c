"""Divides by the norm of the template with its mean.
Fails: brightness and contrast
"""


def matched_filters(templates):
    constant = (templates.amax((1, 2)) == templates.amin((1, 2)))[:, None, None]
    centred = templates - templates.mean((1, 2), keepdim=True)
    filters = centred / templates.square().sum((1, 2), keepdim=True).sqrt()
    return filters.masked_fill(constant, 0)[:, None]
