"""Makes a generator for each call: the attribute has no effect.
Fails: generator
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            generator = torch.Generator().manual_seed(0)
            for transform in self.transforms:
                images = transform(images, generator=generator)
        return images
