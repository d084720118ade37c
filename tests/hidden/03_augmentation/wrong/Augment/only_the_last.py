"""Hands the given images to every transform.
Fails: order
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
                images = transform(given, generator=self.generator)
        return images
