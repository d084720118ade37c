"""Leaves constant templates out.
Fails: constant template
"""


def matched_filters(templates):
    templates = templates[templates.amax((1, 2)) > templates.amin((1, 2))]
    centred = templates - templates.mean((1, 2), keepdim=True)
    return (centred / centred.square().sum((1, 2), keepdim=True).sqrt())[:, None]
