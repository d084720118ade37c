"""Takes gradients for the mode.
Fails: eval mode
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if torch.is_grad_enabled():
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
