"""Each batch takes one image of the next.
Fails: live forward
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat(
            [
                backbone(batch).flatten(1)
                for batch in (images[i : i + batch_size + 1] for i in range(0, len(images), batch_size))
            ]
        )
    for part, training in modes:
        part.training = training
    return features
