"""An array that is filled batch by batch."""


@torch.no_grad()
def precompute_features(backbone: nn.Module, images: torch.Tensor, *, batch_size: int = 256) -> torch.Tensor:
    before = {part: part.training for part in backbone.modules()}
    backbone.eval()
    features = None
    for start in range(0, len(images), batch_size):
        chunk = backbone(images[start : start + batch_size])
        chunk = chunk.reshape(len(chunk), -1)
        if features is None:
            features = chunk.new_empty(len(images), chunk.shape[1])
        features[start : start + len(chunk)] = chunk
    for part, mode in before.items():
        part.training = mode
    return features
