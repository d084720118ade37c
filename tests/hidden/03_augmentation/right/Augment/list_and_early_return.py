"""Keeps a list, and leaves at once in eval mode."""


class Augment(torch.nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.generator = torch.Generator("cpu")
        self._steps = list(transforms)

    def forward(self, images):
        if not self.training:
            return images
        for step in self._steps:
            images = step(images, generator=self.generator)
        return images
