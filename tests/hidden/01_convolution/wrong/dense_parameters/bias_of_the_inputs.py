"""One bias for each input.
Fails: weights and bias
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return math.prod(in_shape) * (math.prod(out_shape) + bias)
