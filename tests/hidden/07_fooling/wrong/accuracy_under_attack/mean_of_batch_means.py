"""Averages the accuracies of batches of 64 as if all were full; shows when N is above 64 and not divisible by it.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        parts = [
            accuracy(model, fgsm(model, some, their, epsilon), their)
            for some, their in zip(images.split(64), labels.split(64))
        ]
        shares.append(sum(parts) / len(parts))
    return shares
