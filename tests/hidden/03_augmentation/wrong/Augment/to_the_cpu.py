"""Takes the images to the generator's device.
Fails: device parity
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        images = images.to(self.generator.device)
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
