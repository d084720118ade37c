"""Batch norms become a fixed scale and shift, without parameters."""


class Affine(nn.Module):
    def __init__(self, norm):
        super().__init__()
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        self.register_buffer("scale", scale.detach().clone())
        self.register_buffer("shift", (norm.bias - norm.running_mean * scale).detach().clone())

    def forward(self, x):
        shape = [1, -1] + [1] * (x.dim() - 2)
        return x * self.scale.view(shape) + self.shift.view(shape)


def freeze(module):
    if isinstance(module, nn.modules.batchnorm._BatchNorm):
        return Affine(module)
    module = copy.copy(module)
    module._modules = {name: freeze(child) for name, child in module._modules.items()}
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad_(False)
    return module
