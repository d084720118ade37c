"""Batches are stacked, which needs equal sizes.
Fails: last batch
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.stack([backbone(batch).flatten(1) for batch in images.split(batch_size)]).flatten(
            0, 1
        )
    for part, training in modes:
        part.training = training
    return features
