"""Attacks with backward after zero_grad, so that its gradients join in.
Fails: one update on the attacked images
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    optimizer.zero_grad()
    pixels = images.detach().clone().requires_grad_()
    with in_mode(model, training=False):
        F.cross_entropy(model(pixels), labels).backward()
    attacked = (images + epsilon * pixels.grad.sign()).clamp(0, 1)
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(attacked), labels)
        loss.backward()
        optimizer.step()
    return loss.item()
