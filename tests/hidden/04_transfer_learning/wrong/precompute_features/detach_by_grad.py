"""requires_grad is switched off for the backbone, and not on again.
Fails: backbone is left alone
"""


def precompute_features(backbone, images, *, batch_size=256):
    backbone.requires_grad_(False)
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(1) for batch in images.split(batch_size)])
    for part, training in modes:
        part.training = training
    return features
