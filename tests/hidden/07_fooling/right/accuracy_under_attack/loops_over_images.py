"""Counts image by image."""


def accuracy_under_attack(model, images, labels, epsilons):
    with in_mode(model, training=False):
        shares = []
        for epsilon in epsilons:
            hits = 0
            for n in range(len(images)):
                one, label = images[n : n + 1], labels[n : n + 1]
                attacked = fgsm(model, one, label, epsilon)
                hits += int(model(attacked).argmax() == label)
            shares.append(hits / len(images))
    return shares
