"""Takes torch's global generator for its own, so others' draws change the pictures, and seeding it seeds everybody.
Fails: generator
"""


class Augment(nn.Module):
    def __init__(self, *transforms: Callable[..., torch.Tensor]) -> None:
        super().__init__()
        self.transforms = transforms
        self.generator = torch.default_generator

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
