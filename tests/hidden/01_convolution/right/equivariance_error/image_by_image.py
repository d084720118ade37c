"""One image after the other, and Python's max."""


def equivariance_error(layer, images, shift):
    modes = [m.training for m in layer.modules()]
    layer.eval()
    errors = []
    with torch.no_grad():
        for image in images.split(1):
            if layer(image).dim() != 4:
                raise ValueError("four axes, please")
            difference = layer(image.roll(shift, (2, 3))) - layer(image).roll(shift, (2, 3))
            quarter = [side // 4 for side in difference.shape[2:]]
            inner = difference[0, :, quarter[0] : -quarter[0], quarter[1] : -quarter[1]]
            errors.append(max(inner.max().item(), -inner.min().item()))
    for m, mode in zip(layer.modules(), modes):
        m.train(mode) if not list(m.children()) else setattr(m, "training", mode)
    return max(errors)
