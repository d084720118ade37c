"""Works in place, on a copy."""


@torch.no_grad()
def fgsm(model, images, labels, epsilon, *, targeted=False):
    with torch.enable_grad():
        step = input_gradient(model, images, labels).sign_().mul_(epsilon)
    moved = images.clone()
    moved += -step if targeted else step
    moved[moved < 0] = 0
    moved[moved > 1] = 1
    return moved
