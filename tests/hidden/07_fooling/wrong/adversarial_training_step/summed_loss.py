"""Sums the loss over the images.
Fails: loss
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(attacked), labels, reduction="sum")
        optimizer.zero_grad()
        (loss / len(images)).backward()
        optimizer.step()
    return loss.item()
