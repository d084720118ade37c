"""Updates in whatever mode the model is.
Fails: update in training mode
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    loss = F.cross_entropy(model(attacked), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
