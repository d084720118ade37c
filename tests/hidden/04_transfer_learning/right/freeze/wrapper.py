"""A wrapper around a copy that stays in eval mode."""


class Frozen(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = copy.deepcopy(module).requires_grad_(False)
        self.train()

    def train(self, mode=True):
        return super().train(False)

    def forward(self, *args):
        return self.module(*args)


def freeze(module):
    return Frozen(module)
