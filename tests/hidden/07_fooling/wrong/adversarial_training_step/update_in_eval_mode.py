"""Updates in eval mode, too.
Fails: update in training mode
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    with in_mode(model, training=False):
        attacked = fgsm(model, images, labels, epsilon)
        loss = F.cross_entropy(model(attacked), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
