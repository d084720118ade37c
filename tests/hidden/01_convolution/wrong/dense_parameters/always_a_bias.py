"""Always counts the biases.
Fails: weights
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return (math.prod(in_shape) + 1) * math.prod(out_shape)
