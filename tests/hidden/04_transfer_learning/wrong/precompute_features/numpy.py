"""A detour through NumPy.
Fails: device parity
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat(
            [torch.from_numpy(backbone(batch).flatten(1).numpy()) for batch in images.split(batch_size)]
        )
    for part, training in modes:
        part.training = training
    return features
