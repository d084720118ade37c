"""The default batch size is 250, which is nearly right.
Fails: default batch size
"""


def precompute_features(backbone, images, *, batch_size=250):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(1) for batch in images.split(batch_size)])
    for part, training in modes:
        part.training = training
    return features
