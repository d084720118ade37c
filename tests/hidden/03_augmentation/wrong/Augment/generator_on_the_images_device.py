"""Makes a generator where the images are, in place of its own.
Fails: device parity
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            if self.generator.device != images.device:
                self.generator = torch.Generator(images.device).manual_seed(0)
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
