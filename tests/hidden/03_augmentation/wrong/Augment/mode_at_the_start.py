"""Asks for the mode once, when it is made.
Fails: eval mode
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.active = self.training
        self.generator = torch.Generator()

    def forward(self, images):
        if self.active:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
