"""Counts images instead of their share.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    return [len(images) * accuracy(model, fgsm(model, images, labels, e), labels) for e in epsilons]
