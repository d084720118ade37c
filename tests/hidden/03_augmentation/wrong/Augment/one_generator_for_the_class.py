"""The generator is an attribute of the class, so two Augments share it, and a draw of one changes what the other gives.
Fails: generator
"""


class Augment(nn.Module):
    generator = torch.Generator()

    def __init__(self, *transforms: Callable[..., torch.Tensor]) -> None:
        super().__init__()
        self.transforms = transforms

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training:
            for transform in self.transforms:
                images = transform(images, generator=self.generator)
        return images
