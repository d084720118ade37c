"""Moves the weights itself, past the optimiser.
Fails: optimizer
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(attacked), labels)
        optimizer.zero_grad()
        loss.backward()
    with torch.no_grad():
        for group in optimizer.param_groups:
            for weight in group["params"]:
                weight -= group["lr"] * weight.grad
    return loss.item()
