"""Works on the last two axes, however many there are.
Fails: other numbers of axes raise
"""


def matched_filters(templates):
    if not templates.is_floating_point():
        templates = templates.to(torch.get_default_dtype())
    constant = (templates.amax((-2, -1)) == templates.amin((-2, -1)))[..., None, None]
    centred = templates - templates.mean((-2, -1), keepdim=True)
    filters = centred / centred.square().sum((-2, -1), keepdim=True).sqrt()
    return filters.masked_fill(constant, 0)[..., None, :, :]
