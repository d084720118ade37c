"""Moves pixels at random instead of attacking.
Fails: accuracy under fgsm
"""


def accuracy_under_attack(model, images, labels, epsilons):
    shares = []
    for epsilon in epsilons:
        noise = epsilon * torch.randn(images.shape, generator=seeded(0)).sign().to(images)
        shares.append(accuracy(model, (images + noise).clamp(0, 1), labels))
    return shares
