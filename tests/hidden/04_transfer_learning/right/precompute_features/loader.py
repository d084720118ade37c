"""A DataLoader, and a list of modes."""


def precompute_features(backbone, images, *, batch_size=256):
    from torch.utils.data import DataLoader, TensorDataset

    modules = list(backbone.modules())
    modes = [m.training for m in modules]
    try:
        backbone.eval()
        with torch.no_grad():
            collected = [
                nn.Flatten()(backbone(batch))
                for (batch,) in DataLoader(TensorDataset(images), batch_size=batch_size)
            ]
    finally:
        for m, mode in zip(modules, modes):
            m.training = mode
    return torch.cat(collected)
