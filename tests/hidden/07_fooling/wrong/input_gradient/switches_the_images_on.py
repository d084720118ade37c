"""Lets the images that it was given require gradients.
Fails: images are left alone
"""


def input_gradient(model, images, labels):
    images.requires_grad_()
    with in_mode(model, training=False):
        loss = F.cross_entropy(model(images), labels, reduction="sum")
        return torch.autograd.grad(loss, images)[0]
