"""Updates on the clean images first, then on the attacked ones.
Fails: one update on the attacked images
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=True):
        for batch in (images, attacked):
            loss = F.cross_entropy(model(batch), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return loss.item()
