"""Pixel by pixel with Python's own comparison."""


def max_pool2d_backward(grad_output, images, kernel_size, *, stride=None):
    stride = kernel_size if stride is None else stride

    result = torch.zeros_like(images)
    N, C, rows, cols = grad_output.shape
    for n in range(N):
        for c in range(C):
            for y in range(rows):
                for x in range(cols):
                    best, at = None, None
                    for i in range(y * stride, y * stride + kernel_size):
                        for j in range(x * stride, x * stride + kernel_size):
                            value = images[n, c, i, j].item()
                            if best is None or value > best:
                                best, at = value, (i, j)
                    result[n, c, at[0], at[1]] += grad_output[n, c, y, x]
    return result
