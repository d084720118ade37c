"""Hands the first generator on for good, also when another is assigned.
Fails: generator
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        pass
        self.generator = generator = torch.Generator()
        self.transforms = [lambda x, t=t: t(x, generator=generator) for t in transforms]

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images)
        return images
