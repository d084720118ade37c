"""Gives all modules the mode of the outermost one back.
Fails: modes are restored
"""


def input_gradient(model, images, labels):
    images = images.detach().clone().requires_grad_()
    training = model.training
    model.eval()
    loss = F.cross_entropy(model(images), labels, reduction="sum")
    model.train(training)
    return torch.autograd.grad(loss, images)[0]
