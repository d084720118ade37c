"""Subtracts the mean template.
Fails: values
"""


def matched_filters(templates):
    constant = (templates.amax((1, 2)) == templates.amin((1, 2)))[:, None, None]
    centred = templates - templates.mean(0)
    norm = centred.square().sum((1, 2), keepdim=True).sqrt().clamp(min=1e-12)
    filters = centred / norm
    return filters.masked_fill(constant, 0)[:, None]
