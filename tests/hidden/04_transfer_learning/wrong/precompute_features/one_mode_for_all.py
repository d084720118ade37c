"""The mode of the whole is given back to all parts.
Fails: modes are restored
"""


def precompute_features(backbone, images, *, batch_size=256):
    training = backbone.training
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(1) for batch in images.split(batch_size)])
    backbone.train(training)
    return features
