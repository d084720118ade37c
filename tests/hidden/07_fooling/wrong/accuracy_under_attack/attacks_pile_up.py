"""Attacks what the last epsilon left.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        images = fgsm(model, images, labels, epsilon)
        shares.append(accuracy(model, images, labels))
    return shares
