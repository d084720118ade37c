"""Windows of zero-padded images, both batches in one call of predict."""


def shift_consistency(predict, images, max_shift, *, generator):
    m, (N, C, H, W) = max_shift, images.shape
    frame = F.pad(images, (m, m, m, m))
    corners = torch.floor(torch.rand(N, 2, generator=generator, device=generator.device) * (2 * m + 1)).long()
    moved = [frame[n, :, y : y + H, x : x + W] for n, (y, x) in enumerate(corners.tolist())]
    labels = predict(torch.cat([images, torch.stack(moved)]))
    return labels[:N].eq(labels[N:]).sum().item() / N
