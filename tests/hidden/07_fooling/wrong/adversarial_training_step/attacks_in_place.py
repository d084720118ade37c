"""Writes the attacked pixels into the images that were given.
Fails: images are left alone
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    images.copy_(fgsm(model, images, labels, epsilon))
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
