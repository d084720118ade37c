"""requires_grad is switched on for all at the end.
Fails: backbone is left alone
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(1) for batch in images.split(batch_size)])
    for part, training in modes:
        part.training = training
    backbone.requires_grad_(True)
    return features
