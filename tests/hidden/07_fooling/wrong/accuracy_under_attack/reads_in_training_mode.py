"""Attacks in eval mode, but reads in whatever mode the model is.
Fails: eval mode
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        attacked = fgsm(model, images, labels, epsilon)
        with torch.no_grad():
            shares.append((model(attacked).argmax(1) == labels).double().mean().item())
    return shares
