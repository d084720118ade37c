"""math.floor of a float, checked afterwards."""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    if stride < 1 or dilation < 1 or padding < 0:
        raise ValueError("an option is out of its range")
    slack = size + 2 * padding - dilation * (kernel_size - 1) - 1
    if slack < 0:
        raise ValueError(f"kernel_size={kernel_size} does not fit into size={size}")
    return math.floor(slack / stride + 1)
