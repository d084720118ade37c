"""Takes the epsilons out of the caller's list.
Fails: input is left alone
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    while epsilons:
        shares.append(accuracy(model, fgsm(model, images, labels, epsilons.pop(0)), labels))
    return shares
