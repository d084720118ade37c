"""Attacks by itself, and forgets that images are in [0, 1].
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    sign = input_gradient(model, images, labels).sign()
    return [accuracy(model, images + epsilon * sign, labels) for epsilon in epsilons]
