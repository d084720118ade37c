"""Leaves the model in eval mode.
Fails: modes are restored
"""


def accuracy_under_attack(model, images, labels, epsilons):
    model.eval()
    shares = []
    for epsilon in epsilons:
        attacked = fgsm(model, images, labels, epsilon)
        with torch.no_grad():
            shares.append((model(attacked).argmax(1) == labels).double().mean().item())
    return shares
