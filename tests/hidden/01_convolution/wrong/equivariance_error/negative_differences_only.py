"""Takes the maximum of what is below 0.
Fails: either sign
"""


def equivariance_error(layer, images, shift):
    modes = [(module, module.training) for module in layer.modules()]
    layer.eval()
    with torch.no_grad():
        one, other = layer(images.roll(shift, (2, 3))), layer(images).roll(shift, (2, 3))
    for module, mode in modes:
        module.training = mode
    H, W = one.shape[2:]
    inside = (..., slice(H // 3, H - H // 3), slice(W // 3, W - W // 3))
    return (other - one)[inside].max().item()
