"""Vectorised; a constant template by its minimum and maximum."""


def matched_filters(templates: torch.Tensor) -> torch.Tensor:
    if templates.ndim != 3:
        raise ValueError("templates have three axes")
    if not templates.is_floating_point():
        templates = templates.to(torch.get_default_dtype())
    flat = templates.flatten(1)
    centred = flat - flat.mean(1, keepdim=True)
    constant = (flat.amax(1) == flat.amin(1)).unsqueeze(1)
    norm = torch.where(constant, torch.ones_like(centred[:, :1]), centred.norm(dim=1, keepdim=True))
    return (
        torch.where(constant, torch.zeros_like(centred), centred / norm).reshape(templates.shape).unsqueeze(1)
    )
