"""Attacks each image by itself."""


def pgd(model, images, labels, epsilon, *, step_size, steps, generator=None, targeted=False):
    attacked = []
    for image, label in zip(images.split(1), labels.split(1), strict=True):
        low, high = (image - epsilon).clamp(0, 1), (image + epsilon).clamp(0, 1)
        found = image
        if generator is not None:
            share = torch.rand(image.shape, generator=generator, device=generator.device, dtype=torch.float64)
            found = image + (2 * share - 1).to(image) * epsilon
            found = torch.max(torch.min(found, high), low)
        for _ in range(steps):
            found = fgsm(model, found, label, step_size, targeted=targeted)
            found = torch.max(torch.min(found, high), low)
        attacked.append(found)
    return torch.cat(attacked).detach()
