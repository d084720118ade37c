"""Compares only the first row and the first column to find constant templates: a letter with an even margin becomes 0.
Fails: each template alone
"""


def matched_filters(templates):
    if templates.ndim != 3:
        raise ValueError("three axes expected")
    if not templates.is_floating_point():
        templates = templates.to(torch.get_default_dtype())
    centred = templates - templates.mean(dim=(1, 2), keepdim=True)
    norms = centred.flatten(1).norm(dim=1)
    edges = templates[:, :, 0]
    constant = (edges == edges[:, :1]).all(dim=1) & (templates[:, 0] == templates[:, 0, :1]).all(dim=1)
    norms = norms.masked_fill(constant, math.inf)
    return (centred / norms[:, None, None]).unsqueeze(1)
