"""Always starts at the images.
Fails: random start
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    for _ in range(steps):
        found = fgsm(model, found, labels, step_size, targeted=targeted)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon)
    return found
