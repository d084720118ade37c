"""Images are standardised in place.
Fails: backbone is left alone
"""


def precompute_features(backbone, images, *, batch_size=256):
    mean = images.mean()
    images.sub_(mean)
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch + mean).flatten(1) for batch in images.split(batch_size)])
    for part, training in modes:
        part.training = training
    return features
