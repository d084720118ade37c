"""Takes the height of the output for its width, too.
Fails: kernel of ones
"""


def correlate2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    output = image.new_zeros(H - h + 1, H - h + 1)
    for y in range(H - h + 1):
        for x in range(min(H - h, W - w) + 1):
            output[y, x] = (image[y : y + h, x : x + w] * kernel).sum()
    return output
