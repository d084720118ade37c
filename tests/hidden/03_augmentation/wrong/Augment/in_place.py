"""Writes the result into the images.
Fails: input is left alone
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, given):
        images = given
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return given.copy_(images)
