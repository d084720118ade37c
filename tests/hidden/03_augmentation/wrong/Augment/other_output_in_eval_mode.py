"""Averages over transforms in eval mode.
Fails: eval mode
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        else:
            images = images.clamp(0.4, 0.6)
        return images
