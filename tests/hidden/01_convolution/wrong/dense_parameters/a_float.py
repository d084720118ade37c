"""Returns a float.
Fails: python int
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return (math.prod(in_shape) + bias) * float(math.prod(out_shape))
