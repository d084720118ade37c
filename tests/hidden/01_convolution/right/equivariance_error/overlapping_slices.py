"""Compares overlapping slices of both outputs, in a class, with prints and a context manager."""

from contextlib import contextmanager


@contextmanager
def evaluating(layer):
    before = [(m, m.training) for m in layer.modules()]
    try:
        layer.train(False)
        with torch.inference_mode():
            yield
    finally:
        for m, mode in before:
            m.training = mode


class Shift:
    def __init__(self, dy, dx):
        self.dy, self.dx = int(dy), int(dx)

    def __call__(self, images):
        return images.roll((self.dy, self.dx), dims=(-2, -1))


def equivariance_error(layer, images, shift):
    with evaluating(layer):
        a, b = layer(images), layer(Shift(*shift)(images))
    if a.ndim != 4:
        raise ValueError(f"maps must have four axes, got {tuple(a.shape)}")
    margin = 3
    H, W = a.shape[-2:]
    dy, dx = shift
    rows = range(margin + max(dy, 0), H - margin + min(dy, 0))
    cols = range(margin + max(dx, 0), W - margin + min(dx, 0))
    print("comparing", len(rows), len(cols))
    later = b[:, :, rows.start : rows.stop, cols.start : cols.stop]
    sooner = a[:, :, rows.start - dy : rows.stop - dy, cols.start - dx : cols.stop - dx]
    return torch.max(torch.abs(later - sooner)).tolist()
