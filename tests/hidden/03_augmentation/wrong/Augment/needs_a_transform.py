"""Fails without transforms.
Fails: order
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            images = self.transforms[0](images, generator=self.generator)
            for transform in self.transforms[1:]:
                images = transform(images, generator=self.generator)
        return images
