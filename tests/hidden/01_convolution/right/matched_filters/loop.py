"""One template after the other, with prints."""


def matched_filters(templates):
    if templates.dim() != 3:
        raise ValueError(f"expected (K, h, w), got {tuple(templates.shape)}")
    if not torch.is_floating_point(templates):
        templates = templates.float()
    filters = []
    for template in templates:
        if bool((template == template[0, 0]).all()):
            print("a constant template")
            filters.append(torch.zeros_like(template))
            continue
        template = template - torch.mean(template)
        filters.append(template / torch.linalg.vector_norm(template))
    return torch.stack(filters)[:, None]
