"""Forgets super().__init__().
Fails: order
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
