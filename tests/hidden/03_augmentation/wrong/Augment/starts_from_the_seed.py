"""Begins each call at the generator's seed.
Fails: draws go on
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            self.generator.manual_seed(self.generator.initial_seed())
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
