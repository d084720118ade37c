"""Counts images whose reading the attack does not change.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    with in_mode(model, training=False), torch.no_grad():
        read = model(images).argmax(1)
    return [accuracy(model, fgsm(model, images, labels, epsilon), read) for epsilon in epsilons]
