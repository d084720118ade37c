"""The formula."""


def conv_output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    if stride < 1 or dilation < 1 or padding < 0:
        raise ValueError("an option is out of its range")
    reach = dilation * (kernel_size - 1) + 1
    padded = size + 2 * padding
    if reach > padded:
        raise ValueError(f"the kernel covers {reach} pixels, but the padded input has only {padded}")
    return 1 + (padded - reach) // stride
