"""Trusts the small number that F.normalize adds.
Fails: constant template
"""


def matched_filters(templates):
    centred = templates - templates.mean((1, 2), keepdim=True)
    return F.normalize(centred.flatten(1), dim=1).reshape(centred.shape)[:, None]
