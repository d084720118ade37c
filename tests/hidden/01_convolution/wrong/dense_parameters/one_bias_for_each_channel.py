"""One bias for each output channel, as in a convolution.
Fails: weights and bias
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return math.prod(in_shape) * math.prod(out_shape) + bias * out_shape[0]
