"""Attacks what the model sees, not the label.
Fails: direction
"""


def fgsm(model, images, labels, epsilon, *, targeted=False):
    with in_mode(model, training=False), torch.no_grad():
        guess = model(images).argmax(1)
    step = epsilon * input_gradient(model, images, labels if targeted else guess).sign()
    return (images - step if targeted else images + step).clamp(0, 1)
