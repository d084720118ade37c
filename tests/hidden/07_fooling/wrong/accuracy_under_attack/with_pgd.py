"""Attacks with many steps: another measure.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        attacked = pgd(model, images, labels, epsilon, step_size=epsilon / 4, steps=10)
        shares.append(accuracy(model, attacked, labels))
    return shares
