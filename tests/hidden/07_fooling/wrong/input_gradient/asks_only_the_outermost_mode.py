"""Switches to eval mode only where the model as a whole is in training mode.
Fails: eval mode
"""


def input_gradient(model, images, labels):
    images = images.detach().clone().requires_grad_()
    modes = [(module, module.training) for module in model.modules()]
    if model.training:
        model.eval()
    loss = F.cross_entropy(model(images), labels, reduction="sum")
    for module, mode in modes:
        module.training = mode
    return torch.autograd.grad(loss, images)[0]
