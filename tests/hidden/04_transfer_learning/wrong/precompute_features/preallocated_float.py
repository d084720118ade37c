"""An array of torch's default dtype.
Fails: dtype and slices
"""


def precompute_features(backbone, images, *, batch_size=256):
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    with torch.no_grad():
        size = backbone(images[:1]).numel()
        features = torch.zeros(len(images), size, device=images.device)
        for i in range(0, len(images), batch_size):
            features[i : i + batch_size] = backbone(images[i : i + batch_size]).flatten(1)
    for part, training in modes:
        part.training = training
    return features
