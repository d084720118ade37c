"""What comes out cannot be used in autograd.
Fails: training around it
"""


class Frozen(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module.requires_grad_(False).eval()

    def train(self, mode=True):
        return self

    @torch.inference_mode()
    def forward(self, images):
        return self.module(images)


def freeze(module):
    return Frozen(module)
