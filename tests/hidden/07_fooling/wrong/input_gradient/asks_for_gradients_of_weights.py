"""Asks for the gradients of the weights along with the images'.
Fails: frozen model
"""


def input_gradient(model, images, labels):
    images = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(images), labels, reduction="sum")
    needed = [images, model.head.bias]
    return torch.autograd.grad(loss, needed)[0]
