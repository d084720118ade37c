"""Returns a list of tensors.
Fails: floats
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        attacked = fgsm(model, images, labels, epsilon)
        with in_mode(model, training=False), torch.no_grad():
            shares.append((model(attacked).argmax(1) == labels).double().mean())
    return shares
