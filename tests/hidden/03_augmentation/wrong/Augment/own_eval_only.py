"""Has an eval of its own, which a model around it does not call.
Fails: eval mode
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.active = True
        self.generator = torch.Generator()

    def eval(self):
        self.active = False
        return super().eval()

    def train(self, mode=True):
        self.active = True
        return super().train(mode)

    def forward(self, images):
        if self.active:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
