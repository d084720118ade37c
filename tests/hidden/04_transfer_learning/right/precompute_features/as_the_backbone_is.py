"""Device and dtype are asked of the backbone; its forward is called by name."""


@torch.no_grad()
def precompute_features(backbone, images, *, batch_size=256):
    weight = next(backbone.parameters())
    training = {part: part.training for part in backbone.modules()}
    backbone.eval()
    rows = []
    for start in range(0, len(images), batch_size):
        batch = images[start : start + batch_size].to(device=weight.device, dtype=weight.dtype)
        rows.append(backbone.forward(batch).reshape(len(batch), -1))
    for part, mode in training.items():
        part.training = mode
    return torch.cat(rows)
