"""Both mixings are products with one (N, N) matrix of shares."""


def mixup(images, labels, num_classes, *, alpha=0.2, generator):
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha}")
    count, device = len(images), generator.device
    shares = torch.eye(count, dtype=images.dtype, device=images.device)
    if alpha != 0:
        seed = torch.randint(2**31, (), generator=generator, device=device).item()
        own = torch.as_tensor(np.random.RandomState(seed).beta(alpha, alpha, size=(count, 1))).to(images)
        partners = torch.randint(count, (count,), generator=generator, device=device).to(images.device)
        shares = own * shares + (1 - own) * shares[partners]
    hard = (labels[:, None] == torch.arange(num_classes, device=labels.device)).to(images.dtype)
    return torch.einsum("nm,mchw->nchw", shares, images), shares @ hard
