"""Squeezes free numbers by a sigmoid, and practises at the centre."""


def train_patch(model, images, target, *, size, steps, generator):
    count, channels, height, width = images.shape
    top, left = (height - size) // 2, (width - size) // 2
    free = torch.randn(channels, size, size, generator=generator, device=generator.device)
    free = free.to(images.device, images.dtype).requires_grad_()
    optimizer = torch.optim.Adam([free], lr=0.3)
    room = (left, width - size - left, top, height - size - top)
    hole = F.pad(torch.ones_like(free), room)
    with in_mode(model, training=False):
        for _ in range(steps):
            pasted = images * (1 - hole) + F.pad(free.sigmoid(), room)
            loss = -model(pasted).log_softmax(1)[:, target].mean()
            (free.grad,) = torch.autograd.grad(loss, [free])
            optimizer.step()
    return free.detach().sigmoid()
