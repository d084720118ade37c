"""Gives all modules the mode of the outermost one back.
Fails: modes are restored
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    training = model.training
    attacked = fgsm(model, images, labels, epsilon)
    model.train()
    loss = F.cross_entropy(model(attacked), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    model.train(training)
    return loss.item()
