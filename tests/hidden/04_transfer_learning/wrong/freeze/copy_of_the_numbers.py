"""Batch norms are exchanged for new ones without their statistics.
Fails: same output
"""


class Pinned(nn.BatchNorm2d):
    def train(self, mode=True):
        return super().train(False)


def freeze(module):
    def pin(part):
        for name, child in part.named_children():
            if isinstance(child, nn.BatchNorm2d):
                part._modules[name] = Pinned(child.num_features).to(child.weight.dtype).eval()
            pin(child)

    pin(module)
    return module.requires_grad_(False)
