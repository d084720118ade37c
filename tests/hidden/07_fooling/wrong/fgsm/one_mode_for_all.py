"""Gives all modules the mode of the outermost one back.
Fails: modes are restored
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    pixels = images.detach().clone().requires_grad_()
    training = model.training
    model.eval()
    step = epsilon * torch.autograd.grad(F.cross_entropy(model(pixels), labels), pixels)[0].sign()
    model.train(training)
    return (images - step if targeted else images + step).clamp(0, 1)
