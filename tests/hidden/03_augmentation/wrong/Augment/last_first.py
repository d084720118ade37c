"""Applies the last transform first.
Fails: order
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in reversed(self.transforms):
                images = transform(images, generator=self.generator)
        return images
