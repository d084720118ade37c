"""Attacks the model in whatever mode it is.
Fails: eval mode
"""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    found = images
    if generator is not None:
        noise = torch.rand(images.shape, generator=generator, device=generator.device, dtype=images.dtype)
        found = (images + epsilon * (2 * noise.to(images.device) - 1)).clamp(0, 1)
    for _ in range(steps):
        found = found.detach().clone().requires_grad_()
        step = step_size * torch.autograd.grad(F.cross_entropy(model(found), labels), found)[0].sign()
        found = found.detach() + (-step if targeted else step)
        found = torch.minimum(torch.maximum(found, images - epsilon), images + epsilon).clamp(0, 1)
    return found
