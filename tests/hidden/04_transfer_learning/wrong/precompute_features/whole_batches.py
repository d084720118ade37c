"""A number of batches rounded down.
Fails: last batch
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        features = torch.cat(
            [
                backbone(batch).flatten(1)
                for batch in (
                    images[i * batch_size : (i + 1) * batch_size]
                    for i in range(max(1, len(images) // batch_size))
                )
            ]
        )
    for part, training in modes:
        part.training = training
    return features
