"""Is no module: eval() is missing.
Fails: eval mode
"""


class Augment:
    def __init__(self, *transforms):
        self.training = True
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
