"""Returns the sign of the gradient.
Fails: agrees with autograd
"""


def input_gradient(model, images, labels):
    images = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(images), labels, reduction="sum")
        return torch.autograd.grad(loss, images)[0].sign()
