"""Takes the images to the CPU and back.
Fails: device parity
"""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.transforms = transforms
        self.generator = torch.Generator()

    def forward(self, images):
        if self.training:
            device, images = images.device, images.cpu()
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
            images = images.to(device)
        return images
