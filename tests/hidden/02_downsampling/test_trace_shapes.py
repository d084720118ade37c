"""Hidden suite of `trace_shapes`."""
# convnet-canary-7f3a

import math
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.testing import expect_equal, expect_raises, expect_true, integers, parametrize, worth

Layer = tuple[Any, ...]
Shape = tuple[int, int, int]

RESNET_STEM = [("conv", 64, 7, 2, 3), ("pool", 3, 2, 1)]


def _traced(layers: list[Layer], input_shape: Shape) -> list[Shape]:
    """Shape after each layer, found by running torch's own without values."""
    shapes = []
    with torch.device("meta"):
        images = torch.empty(1, *input_shape)
        for kind, *sizes in layers:
            *filters, kernel_size, stride, padding = sizes
            if kind == "conv":
                layer: nn.Module = nn.Conv2d(images.shape[1], filters[0], kernel_size, stride, padding)
            else:
                layer = nn.MaxPool2d(kernel_size, stride, padding)
            images = layer(images)
            shapes.append(tuple(images.shape[1:]))
    return shapes


def _trace(student: Any, layers: list[Layer], input_shape: Shape) -> object:
    """What trace_shapes returns; a generator would not even get here by itself."""
    actual = student.run(_shapes, layers, input_shape)
    expect_true(
        type(actual) is not str,
        says="the output is an iterator or a string, but a list was expected",
        look_at="return a list: append to one, or end with list(…) where you yield, map or zip",
    )
    return actual


def _expect_shapes(student: Any, layers: list[Layer], input_shape: Shape, *, says: str, look_at: str) -> None:
    """Compare the numbers only: whether they are ints in tuples in a list is another test's question."""
    actual = _trace(student, layers, input_shape)
    whole = isinstance(actual, list | tuple) and all(_sides(shape) is not None for shape in actual)
    expect_true(whole, says="the output is no list of shapes", look_at="return [(C, H, W), …]")
    shapes = [_sides(shape) for shape in actual]  # type: ignore[attr-defined]  # a list, checked above
    came, due = (
        f"{len(x)} {what}{'s' * (len(x) != 1)}" for x, what in ((shapes, "shape"), (layers, "layer"))
    )
    counted = f"the list holds {came}, for {due}"
    look_at_count = "one shape for each layer, the one after it; the input's own is not among them"
    expect_true(len(shapes) == len(layers), says=counted, look_at=look_at_count)
    expected = _traced(layers, input_shape)
    right = shapes == [list(shape) for shape in expected]
    expect_true(right, says=says, look_at=look_at, staff=f"got {shapes!r:.300}, expected {expected}")


def _sides(shape: object) -> list[int | float] | None:
    """The numbers of an untrusted shape, in whatever they are wrapped; None where it is none."""
    if isinstance(shape, torch.Tensor | np.ndarray):
        shape = shape.tolist()
    if not isinstance(shape, list | tuple) or len(shape) != 3:
        return None
    sides = [
        side.item() if isinstance(side, torch.Tensor | np.generic) and math.prod(side.shape) == 1 else side
        for side in shape
    ]
    return sides if all(type(side) in (int, float) for side in sides) else None


@worth(2)
@parametrize(
    "layer",
    [
        ("conv", 8, 3, 1, 1),
        ("conv", 2, 3, 1, 0),
        ("conv", 5, 1, 1, 0),
        ("conv", 4, 5, 1, 2),
        ("conv", 3, 4, 1, 1),
    ],
)
def test_convolution(student, layer):
    """Follows a convolution: its filters are the new channels, its kernel eats the border."""
    _expect_shapes(
        student,
        [layer],
        (3, 12, 9),
        says="the shape after a convolution at stride 1 is off",
        look_at="(out_channels, H', W'), each side as long as there are places for the kernel on it",
    )


@worth(2)
@parametrize("layer", [("pool", 2, 2, 0), ("pool", 3, 3, 0), ("pool", 2, 1, 0), ("pool", 3, 1, 1)])
def test_pool(student, layer):
    """Follows a pool, which keeps the channels."""
    _expect_shapes(
        student,
        [layer],
        (5, 12, 6),
        says="the shape after a pool is off",
        look_at='a pool is ("pool", kernel_size, stride, padding), and leaves the channels as they are',
    )


@worth(2)
@parametrize("kind", ["conv", "pool"])
@parametrize("sizes", [(2, 2, 0), (3, 2, 0), (3, 2, 1), (3, 4, 1), (5, 3, 2), (4, 3, 2)])
def test_floor_division(student, kind, sizes):
    """Leaves out a last step that does not fit."""
    layer = (kind, 6, *sizes) if kind == "conv" else (kind, *sizes)
    for height, width in ((11, 8), (7, 10), (9, 13)):
        _expect_shapes(
            student,
            [layer],
            (6, height, width),
            says="the shape is off where the stride leaves a rest",
            look_at="padding counts at both ends: 1 + (size + 2·padding − kernel_size) // stride",
        )


@worth(2)
@parametrize("sides", [(21, 34), (40, 19), (32, 32)])
def test_several_layers(student, sides):
    """Each layer starts from the shape that the one before it left."""
    layers = [
        *(("conv", 4, 3, 1, 1), ("pool", 2, 2, 0), ("pool", 3, 1, 1), ("conv", 9, 5, 2, 2)),
        *(("conv", 7, 1, 1, 0), ("pool", 2, 2, 1)),
    ]
    _expect_shapes(
        student,
        layers,
        (2, *sides),
        says="a shape in a stack of convolutions and pools is off",
        look_at="carry channels, height and width on from layer to layer",
    )


@worth(1)
def test_stem_of_resnet(student):
    """Traces the stem of ResNet: 224 → 112 → 56."""
    _expect_shapes(
        student,
        RESNET_STEM,
        (3, 224, 224),
        says="the stem of ResNet is traced wrongly",
        look_at="a 7×7 convolution with stride 2 and padding 3, then a 3×3 pool with stride 2 and padding 1",
    )


@worth(2)
@parametrize(
    "unknown",
    [
        *(("norm", 2, 2, 0), ("dense", 10), ("upsample", 4, 3, 1, 1), ("relu",), ("flatten", 2, 1, 0)),
        *(("conv3d", 4, 3, 1, 1), ("deconv", 4, 3, 1, 1), ("con", 4, 3, 1, 1)),
        *(("", 2, 2, 0), ("p", 2, 2, 0), ("pooling", 2, 2, 0), ("unpool", 2, 2, 0)),
    ],
)
@parametrize("place", [0, 1, 2])
def test_unknown_layer_raises(student, unknown, place):
    """Raises ValueError for a layer that is neither "conv" nor "pool", wherever it stands."""
    layers: list[Layer] = [("conv", 4, 3, 1, 1), ("pool", 2, 2, 0)]
    _trace(student, layers, (1, 16, 12))

    with expect_raises(
        ValueError,
        says=f"a layer of the kind {unknown[0]!r}",
        look_at='what does your code do when the kind is neither "conv" nor "pool"? Compare with ==',
    ):
        _trace(student, [*layers[:place], unknown, *layers[place:]], (1, 16, 12))


@worth(1)
def test_no_layers(student):
    """Gives an empty list for no layers, and leaves the layers that it is given as they are."""
    look_at = "start from an empty list, and append one shape for each layer"
    actual = _trace(student, [], (3, 8, 9))
    empty = isinstance(actual, list | tuple) and len(actual) == 0
    expect_true(empty, says="no layers give something else than no shapes", look_at=look_at)

    layers = [*RESNET_STEM, ("conv", 8, 3, 1, 1)]
    expect_true(
        student.run(_leaves_layers_alone, layers, (3, 32, 40)),
        says="trace_shapes changed the list of layers",
        look_at="loop over the layers; pop takes them out of the caller's list",
    )


@worth(1)
def test_python_types(student):
    """Returns a list of tuples of Python ints."""
    height, width = (int(side) for side in integers(20, 40, 2))
    layers: list[Layer] = [("conv", 4, 3, 2, 1), ("pool", 2, 2, 0)]

    actual = _trace(student, layers, (3, height, width))

    expect_equal(
        actual,
        _traced(layers, (3, height, width)),
        says="the shapes are not (C, H, W) of Python ints",
        look_at="a list of tuples; divide with //, and use neither tensors nor NumPy",
    )


# ------------------------------------------------------------------ run beside the student's code


def _shapes(student, layers, input_shape):
    from collections.abc import Iterator

    shapes = student.trace_shapes(layers, input_shape)
    return "an iterator" if isinstance(shapes, Iterator) else shapes


def _leaves_layers_alone(student, layers, input_shape):
    before = list(layers)
    student.trace_shapes(layers, input_shape)
    return layers == before
