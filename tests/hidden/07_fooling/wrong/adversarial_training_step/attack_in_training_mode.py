"""Attacks the model in training mode.
Fails: attack in eval mode
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    with in_mode(model, training=True):
        pixels = images.detach().clone().requires_grad_()
        gradient = torch.autograd.grad(F.cross_entropy(model(pixels), labels), pixels)[0]
        attacked = (images + epsilon * gradient.sign()).clamp(0, 1)
        loss = F.cross_entropy(model(attacked), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
