"""All images at once, by index arithmetic with wrap-around."""


def shift_consistency(predict, images, max_shift, *, generator):
    N, C, H, W = images.shape

    def draw():
        return torch.randint(2 * max_shift + 1, (N,), generator=generator, device=generator.device).to(
            images.device
        )

    dy, dx = draw() - max_shift, draw() - max_shift
    rows = (torch.arange(H, device=images.device) - dy[:, None]) % H
    cols = (torch.arange(W, device=images.device) - dx[:, None]) % W
    n = torch.arange(N, device=images.device)
    moved = images[n[:, None, None], :, rows[:, :, None], cols[:, None, :]].movedim(3, 1)
    with torch.no_grad():
        return float((predict(moved) == predict(images)).float().mean())
