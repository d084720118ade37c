"""Only the last two axes are flattened.
Fails: live forward
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(-2) for batch in images.split(batch_size)])
    for part, training in modes:
        part.training = training
    return features
