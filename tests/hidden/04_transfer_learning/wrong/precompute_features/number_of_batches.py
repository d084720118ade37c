"""batch_size is taken for the number of batches.
Fails: batch size
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(batch).flatten(1) for batch in images.chunk(batch_size)])
    for part, training in modes:
        part.training = training
    return features
