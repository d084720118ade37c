"""Takes the height for the width.
Fails: weights
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    inputs, outputs = (s[0] * s[1] ** 2 if len(s) == 3 else math.prod(s) for s in (in_shape, out_shape))
    return (inputs + bias) * outputs
