"""Is active in eval mode only.
Fails: order
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if not self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
