"""Returns the share of images that are read wrongly.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    return [1 - accuracy(model, fgsm(model, images, labels, epsilon), labels) for epsilon in epsilons]
