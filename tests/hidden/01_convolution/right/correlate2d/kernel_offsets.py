"""A loop over the kernel's weights; one shifted image for each."""


def correlate2d(image, kernel):
    if {image.ndim, kernel.ndim} != {2}:
        raise ValueError("image and kernel have two axes")
    kernel = kernel.to(image)
    rows = image.shape[0] - kernel.shape[0] + 1
    cols = image.shape[1] - kernel.shape[1] + 1
    if min(rows, cols) < 1:
        raise ValueError("the kernel does not fit")
    return sum(
        kernel[i, j] * image[i : i + rows, j : j + cols]
        for i in range(kernel.shape[0])
        for j in range(kernel.shape[1])
    )
