"""Two convolutions with the notebook's own conv2d, on the dilated gradient."""

import warnings


class Convolution:
    """A layer with a method called backward, which is not autograd's."""

    def __init__(self, weight, stride, padding):
        self.weight = weight
        self.sy, self.sx = (stride, stride) if isinstance(stride, int) else stride
        self.py, self.px = (padding, padding) if isinstance(padding, int) else padding

    def backward(self, grad, images):
        N, C, H, W = images.shape
        F_, _, h, w = self.weight.shape
        if (
            grad.shape
            != conv2d(images, self.weight, stride=(self.sy, self.sx), padding=(self.py, self.px)).shape
        ):
            raise ValueError("grad_output has another shape than the result")
        padded = pad2d(images, (self.py, self.py, self.px, self.px))
        spread = grad.new_zeros(N, F_, padded.shape[2] - h + 1, padded.shape[3] - w + 1)
        spread[:, :, :: self.sy, :: self.sx] = grad
        grad_weight = conv2d(padded.transpose(0, 1), spread.transpose(0, 1)).transpose(0, 1)
        full = conv2d(spread, self.weight.flip(2, 3).transpose(0, 1), padding=(h - 1, w - 1))
        grad_images = full[:, :, self.py : self.py + H, self.px : self.px + W]
        return grad_images, grad_weight, spread.sum((0, 2, 3))


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0):
    warnings.warn("two convolutions")
    with torch.no_grad():
        return Convolution(weight, stride, padding).backward(grad_output, images)
