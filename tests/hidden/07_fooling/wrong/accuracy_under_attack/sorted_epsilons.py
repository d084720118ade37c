"""Sorts the epsilons.
Fails: order
"""


def accuracy_under_attack(model, images, labels, epsilons):
    return [accuracy(model, fgsm(model, images, labels, e), labels) for e in sorted(epsilons)]
