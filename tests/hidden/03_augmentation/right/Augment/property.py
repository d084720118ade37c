"""Its generator is a property."""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self._transforms, self._generator = transforms, torch.Generator()

    @property
    def generator(self):
        return self._generator

    @generator.setter
    def generator(self, generator):
        self._generator = generator

    def forward(self, images):
        output = images
        if self.training:
            for transform in self._transforms:
                output = transform(output, generator=self.generator)
        return output.clone()
