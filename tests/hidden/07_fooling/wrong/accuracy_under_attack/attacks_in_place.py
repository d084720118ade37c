"""Puts the attacked pixels into the images that were given.
Fails: input is left alone
"""


def accuracy_under_attack(model, images, labels, epsilons):
    clean = images.clone()
    shares = []
    for epsilon in epsilons:
        images.copy_(fgsm(model, clean, labels, epsilon))
        shares.append(accuracy(model, images, labels))
    return shares
