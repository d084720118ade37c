"""Returns the loss of the clean images.
Fails: loss
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=False), torch.no_grad():
        clean = F.cross_entropy(model(images), labels).item()
    with in_mode(model, training=True):
        optimizer.zero_grad()
        F.cross_entropy(model(attacked), labels).backward()
        optimizer.step()
    return clean
