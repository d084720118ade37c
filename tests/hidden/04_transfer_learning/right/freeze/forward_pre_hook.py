"""A hook that puts batch norms into eval mode before each forward pass."""


def freeze(module):
    def into_eval(part, inputs):
        part.eval()

    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.register_forward_pre_hook(into_eval)
    return module.requires_grad_(False)
