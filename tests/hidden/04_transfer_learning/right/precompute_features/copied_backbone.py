"""A copy of the backbone is put into eval mode."""


def precompute_features(backbone, images, *, batch_size=256):
    frozen = copy.deepcopy(backbone).eval()
    rows = []
    for start in range(0, images.size(0), batch_size):
        rows.append(frozen(images[start : start + batch_size]).detach().flatten(start_dim=1))
    return torch.cat(rows, dim=0).detach()
