"""Only the features of the last batch are returned.
Fails: live forward
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        for batch in images.split(batch_size):
            features = backbone(batch).flatten(1)
    for part, training in modes:
        part.training = training
    return features
