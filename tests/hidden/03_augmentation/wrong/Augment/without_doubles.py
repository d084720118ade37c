"""Keeps transforms in a dictionary: the same one twice is applied once.
Fails: order
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = dict.fromkeys(transforms)
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
