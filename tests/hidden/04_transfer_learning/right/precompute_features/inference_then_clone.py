"""Inference mode, and a clone that autograd takes."""


def precompute_features(backbone, images, *, batch_size=256):
    from contextlib import ExitStack

    with ExitStack() as stack:
        for part in backbone.modules():
            stack.callback(setattr, part, "training", part.training)
        backbone.eval()
        with torch.inference_mode():
            features = torch.cat([backbone(b).flatten(1) for b in torch.split(images, batch_size)])
    return features.clone()
