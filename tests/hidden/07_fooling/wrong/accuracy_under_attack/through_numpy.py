"""Compares in NumPy what it copied to the CPU.
Fails: device parity
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        attacked = fgsm(model, images, labels, epsilon).cpu().to(images.device)
        shares.append(accuracy(model, attacked, labels))
    return shares
