"""Seeds the global random state when it is made.
Fails: global state
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        torch.manual_seed(0)
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
