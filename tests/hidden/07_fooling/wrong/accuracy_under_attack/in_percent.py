"""Counts in percent.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    return [100 * accuracy(model, fgsm(model, images, labels, epsilon), labels) for epsilon in epsilons]
