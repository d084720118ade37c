"""Inherits everything.
Fails: written by hand
"""


class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, *, generator=None, **options):
        super().__init__(in_channels, out_channels, kernel_size, **options)
        for parameter in self.parameters():
            nn.init.uniform_(
                parameter,
                -((in_channels * kernel_size**2) ** -0.5),
                (in_channels * kernel_size**2) ** -0.5,
                generator=generator,
            )
