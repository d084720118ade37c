"""Windows at the places that are kept, times the weights."""


def blur_pool2d(images, *, stride=2):
    x = images if torch.is_floating_point(images) else images * 1.0
    kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]).to(x) / 16
    windows = nn.ReflectionPad2d(1)(x).unfold(2, 3, stride).unfold(3, 3, stride)
    return torch.einsum("nchwij,ij->nchw", windows, kernel)
