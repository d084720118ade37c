"""Multiplies in NumPy's int32, which starts again when it is full.
Fails: layers as large as photographs
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    inputs, outputs = (
        np.array(shape, dtype=np.int32).prod(dtype=np.int32) for shape in (in_shape, out_shape)
    )
    return int(inputs * outputs + bias * outputs)
