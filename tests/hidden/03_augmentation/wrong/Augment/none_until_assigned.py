"""Has no generator before one is assigned.
Fails: generator
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = None

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
