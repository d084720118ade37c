"""Hands out clones: every call draws the same.
Fails: draws go on
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator.clone_state())
        return images
