"""Attacks with targeted: the images get easier to read.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    return [accuracy(model, fgsm(model, images, labels, e, targeted=True), labels) for e in epsilons]
