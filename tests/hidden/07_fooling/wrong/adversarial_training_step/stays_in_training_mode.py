"""Leaves the model in training mode.
Fails: modes are restored
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    model.train()
    loss = F.cross_entropy(model(attacked), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
