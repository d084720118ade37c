"""One share for the batch, as in the paper's own code, by way of two gamma variables."""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must not be negative, got {alpha}")
    hard = F.one_hot(labels, num_classes).to(images)
    if alpha == 0:
        return images, hard
    shape = torch.full((2,), float(alpha), dtype=torch.float64, device=generator.device)
    gamma = torch._standard_gamma(shape, generator=generator)
    share = (gamma[0] / gamma.sum()).item()
    order = torch.randperm(len(images), generator=generator, device=generator.device).to(images.device)
    return share * images + (1 - share) * images[order], share * hard + (1 - share) * hard[order]
