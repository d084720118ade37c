"""Differences of cumulative sums."""


def avg_pool2d(images, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    k, s, p = kernel_size, stride or kernel_size, padding
    x = images if images.is_floating_point() else images * 1.0

    def area(values):
        table = F.pad(values, (p + 1, p, p + 1, p)).cumsum(dim=2).cumsum(dim=3)
        boxes = table[..., k:, k:] - table[..., :-k, k:] - table[..., k:, :-k] + table[..., :-k, :-k]
        return boxes[..., ::s, ::s]

    if count_include_pad:
        return area(x).div(k * k)
    return area(x) / area(torch.ones_like(x)).round()
