"""An unknown name is noticed only in the forward pass.
Fails: unknown layer raises
"""


class Cut(nn.Module):
    def __init__(self, children, layer):
        super().__init__()
        self.parts = nn.ModuleList()
        self.names = []
        for name, child in children.items():
            self.names.append(name)
            self.parts.append(child)
            if name == layer:
                break
        self.layer = layer

    def forward(self, images):
        if self.layer not in self.names:
            raise ValueError(self.layer)
        for part in self.parts:
            images = part(images)
        return images


def cut_backbone(model, layer):
    return Cut(model._modules, layer)
