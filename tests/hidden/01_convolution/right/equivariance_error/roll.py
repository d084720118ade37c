"""torch.roll and the middle third."""


def equivariance_error(layer: nn.Module, images: torch.Tensor, shift: tuple[int, int]) -> float:
    modes = {module: module.training for module in layer.modules()}
    layer.eval()
    with torch.no_grad():
        if layer(images).ndim != 4:
            raise ValueError("the layer does not give maps")
        one = layer(torch.roll(images, shift, (2, 3)))
        other = torch.roll(layer(images), shift, (2, 3))
    for module, mode in modes.items():
        module.training = mode
    H, W = one.shape[2:]
    inside = (..., slice(H // 3, H - H // 3), slice(W // 3, W - W // 3))
    return (one - other)[inside].abs().max().item()
