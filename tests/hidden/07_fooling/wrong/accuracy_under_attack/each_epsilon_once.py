"""Loses an epsilon that comes twice.
Fails: order
"""


def accuracy_under_attack(model, images, labels, epsilons):
    found = {e: accuracy(model, fgsm(model, images, labels, e), labels) for e in epsilons}
    return list(found.values())
