"""Runs them by nn.Sequential.
Fails: any callable
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.steps = nn.Sequential(*transforms)
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            images = self.steps(images)
        return images
