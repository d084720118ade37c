"""Attacks, and then reads the clean images.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        fgsm(model, images, labels, epsilon)
        shares.append(accuracy(model, images, labels))
    return shares
