"""Registers those transforms that are modules, too."""


class Augment(nn.Module):
    def __init__(self, *transforms):
        super().__init__()
        self.names = []
        for number, transform in enumerate(transforms):
            self.names.append(f"step_{number}")
            setattr(self, self.names[-1], transform)
        self.generator = torch.Generator().manual_seed(0)

    def forward(self, images):
        for name in self.names if self.training else []:
            images = getattr(self, name)(images, generator=self.generator)
        return images
