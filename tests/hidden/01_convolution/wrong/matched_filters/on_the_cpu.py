"""Collects the filters on the CPU.
Fails: device parity
"""


def matched_filters(templates):
    filters = torch.zeros(templates.shape, dtype=templates.dtype).unsqueeze(1)
    for k, template in enumerate(templates):
        if template.max() > template.min():
            centred = template - template.mean()
            filters[k, 0] = centred / centred.norm()
    return filters
