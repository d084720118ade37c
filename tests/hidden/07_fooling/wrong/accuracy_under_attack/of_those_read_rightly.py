"""Divides by the number of images that were read rightly before.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    clean = max(accuracy(model, images, labels), 1e-9)
    return [accuracy(model, fgsm(model, images, labels, epsilon), labels) / clean for epsilon in epsilons]
