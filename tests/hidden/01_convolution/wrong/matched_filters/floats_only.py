"""Takes the mean of integers, which torch refuses.
Fails: integer templates
"""


def matched_filters(templates):
    if templates.ndim != 3:
        raise ValueError("three axes, please")
    constant = (templates.amax((1, 2)) == templates.amin((1, 2)))[:, None, None]
    centred = templates - templates.mean((1, 2), keepdim=True)
    filters = centred / centred.square().sum((1, 2), keepdim=True).sqrt()
    return filters.masked_fill(constant, 0)[:, None]
