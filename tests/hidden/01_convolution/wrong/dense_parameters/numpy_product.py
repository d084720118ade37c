"""Returns a number of NumPy's.
Fails: python int
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return (np.prod(in_shape) + bias) * np.prod(out_shape)
