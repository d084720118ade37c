"""Multiplies in float32, which has seven digits.
Fails: layers as large as photographs
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    inputs, outputs = (torch.tensor(shape, dtype=torch.float32).prod() for shape in (in_shape, out_shape))
    return int((inputs + bool(bias)) * outputs)
