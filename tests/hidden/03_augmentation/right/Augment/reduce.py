"""Folds the images through the transforms; seeded at random."""

import functools


class Augment(nn.Module):
    def __init__(self, *transforms):
        nn.Module.__init__(self)
        self.generator = torch.Generator()
        self.generator.seed()
        self.transforms = transforms

    def forward(self, images):
        steps = self.transforms if self.training else ()
        return functools.reduce(lambda x, step: step(x, generator=self.generator), steps, images)
