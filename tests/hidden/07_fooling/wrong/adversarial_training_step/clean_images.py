"""Updates on the clean images.
Fails: one update on the attacked images
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return F.cross_entropy(model(fgsm(model, images, labels, epsilon)), labels).item()
