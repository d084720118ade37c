"""Takes templates whose largest and smallest values differ by less than 1e-3 for constant: faint ones become 0.
Fails: brightness and contrast
"""


def matched_filters(templates):
    if templates.ndim != 3:
        raise ValueError("three axes expected")
    if not templates.is_floating_point():
        templates = templates.to(torch.get_default_dtype())
    centred = templates - templates.mean(dim=(1, 2), keepdim=True)
    norms = centred.flatten(1).norm(dim=1)
    constant = templates.amax(dim=(1, 2)) - templates.amin(dim=(1, 2)) < 1e-3
    norms = norms.masked_fill(constant, math.inf)
    return (centred / norms[:, None, None]).unsqueeze(1)
