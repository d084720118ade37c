"""Interpolates, or extrapolates, between the mean and the image."""


def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    share = torch.rand(len(images), 2, generator=generator, device=generator.device).to(images.device)
    share = 2 * share.to(images.dtype)[:, :, None, None, None] - 1
    mean = torch.einsum("nchw->n", images)[:, None, None, None] / images[0].numel()
    stretched = torch.lerp(mean.expand_as(images), images, (1 + contrast * share[:, 0]).expand_as(images))
    return (stretched + brightness * share[:, 1]).clamp(min=0).clamp(max=1)
