"""Calls only what has a name.
Fails: any callable
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            for transform in self.transforms:
                if not hasattr(transform, "__name__"):
                    continue
                images = transform(images, generator=self.generator)
        return images
