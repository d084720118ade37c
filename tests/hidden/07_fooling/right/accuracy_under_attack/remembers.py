"""Attacks once for each distinct epsilon, in rising order, and then looks up."""


def accuracy_under_attack(model, images, labels, epsilons):
    found = {}
    for epsilon in sorted(set(epsilons)):
        attacked = fgsm(model, images, labels, epsilon)
        right = [
            int(p.argmax()) == int(y) for p, y in zip(probabilities_of(model, attacked), labels, strict=True)
        ]
        found[epsilon] = sum(right) / len(right)
    return [found[epsilon] for epsilon in epsilons]
