"""Works in place on a copy of its own, under no_grad."""


@torch.no_grad()
def random_contrast(images, *, brightness=0.0, contrast=0.0, generator):
    output = images.clone()
    for axis, strength in ((0, contrast), (1, brightness)):
        drawn = strength * (2 * torch.rand(len(images), generator=generator, device=generator.device) - 1)
        drawn = drawn.to(images)[:, None, None, None]
        if axis == 0:
            mean = output.mean((-1, -2, -3), keepdim=True)
            output.sub_(mean).mul_(1 + drawn).add_(mean)
        else:
            output += drawn
    return output.clamp_(0, 1)
