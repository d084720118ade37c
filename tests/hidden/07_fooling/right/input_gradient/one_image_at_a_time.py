"""Differentiates each image's own loss, one after another."""


def input_gradient(model, images, labels):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    gradients = []
    for image, label in zip(images, labels, strict=True):
        image = image[None].detach().clone().requires_grad_()
        loss = -model(image).log_softmax(dim=1)[0, label]
        gradients += torch.autograd.grad(loss, image)
    for module, mode in modes.items():
        module.training = mode
    return torch.cat(gradients)
