"""Calls each transform once to look, and once more.
Fails: order
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
                images = transform(images, generator=self.generator)
        return images
