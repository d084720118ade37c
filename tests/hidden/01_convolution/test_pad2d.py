"""Hidden suite of `pad2d`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    expect_close,
    expect_no_shortcut,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_unchanged_arguments,
    gate,
    normal,
    parametrize,
    worth,
)

SHORTCUTS = frozenset({"pad", "constant_pad_nd", "ConstantPad2d", "ZeroPad2d", "ConstantPad3d", "ZeroPad3d"})


def _expected(images: torch.Tensor, padding: Any, value: float = 0.0) -> torch.Tensor:
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    return F.pad(images, (left, right, top, bottom), value=value)


def _expect_roughly(actual: object, expected: torch.Tensor) -> None:
    look_at = "get the shape and the values right first"
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at).real
    expect_close(
        values.to(expected.dtype), expected, says="values are off", look_at=look_at, rtol=1e-3, atol=1e-3
    )


@gate
@worth(0)
def test_written_by_hand(student):
    """Builds the border itself, without torch's padding."""
    expect_no_shortcut(student, "pad2d", normal(2, 1, 4, 5), 1, forbidden=SHORTCUTS)


@worth(2)
@parametrize("padding", [1, 2, 3])
@parametrize("shape", [(2, 3, 4, 5), (1, 1, 5, 3), (3, 2, 1, 6)])
def test_the_same_on_all_sides(student, shape, padding):
    """Adds a border of zeros, equally wide on all four sides, when padding is an int."""
    images = normal(*shape, dtype=torch.float32)

    expect_close(
        student.pad2d(images, padding),
        _expected(images, padding),
        says="the bordered images are off when padding is an int",
        look_at="(N, C, H, W) becomes (N, C, H + 2·padding, W + 2·padding), with the images in the middle",
    )


@worth(3)
@parametrize("padding", [(1, 2, 3, 4), (4, 1, 2, 0), (0, 3, 1, 0), (2, 0, 0, 0), (0, 0, 0, 1), (1, 1, 2, 2)])
def test_each_side_its_own(student, padding):
    """Pads each side by its own amount when padding is a tuple."""
    images = normal(2, 3, 4, 5, dtype=torch.float32)

    expect_close(
        student.pad2d(images, padding),
        _expected(images, padding),
        says="the bordered images are off when padding is a tuple",
        look_at="the order is (top, bottom, left, right): rows first",
    )


@worth(2)
@parametrize("value", [1.0, -2.5, 0.3, 3])
def test_value(student, value):
    """Fills the border with the given value, and leaves the inside as it is."""
    images = normal(2, 3, 4, 5, dtype=torch.float32)

    expect_close(
        student.pad2d(images, 2, value=value),
        _expected(images, 2, value),
        says="the border does not hold the value that was asked for, or the inside has changed",
        look_at="fill the larger tensor with value first, then write the images into its middle",
    )


@worth(1)
@parametrize("value", [1.0, -2.5])
def test_zeros_inside_stay(student, value):
    """Keeps pixels that are 0, or equal to the value, apart from the border."""
    images = normal(2, 3, 4, 5, dtype=torch.float32)
    _expect_roughly(student.pad2d(images, 1), _expected(images, 1))
    images[images < 0.3] = 0.0
    images[0, 0, 1, 1] = value

    expect_close(
        student.pad2d(images, 1, value=value),
        _expected(images, 1, value),
        says="pixels of the images that are 0 have changed, or the border is off",
        look_at="what is border is known by its place and not by its value: an image may hold zeros, too",
    )


@worth(1)
@parametrize(
    "shape, padding",
    [
        ((2, 3, 4, 5), -1),
        ((2, 3, 4, 5), (1, 1, 1, -1)),
        ((2, 3, 4, 5), (-2, 1, 0, 1)),
        ((2, 3, 4, 5), (1, 2)),
        ((2, 3, 4, 5), (1, 1, 1)),
        ((3, 4, 5), 1),
    ],
)
def test_bad_input_raises(student, shape, padding):
    """Raises ValueError for negative padding, not four paddings, and images without four axes."""
    images = normal(2, 3, 4, 5)
    _expect_roughly(student.pad2d(images, (1, 0, 2, 1)), _expected(images, (1, 0, 2, 1)))

    what = f"padding={padding}" if len(shape) == 4 else "images with three axes"
    with expect_raises(
        ValueError, says=what, look_at="check the number of sides, the smallest, and images.ndim"
    ):
        student.pad2d(normal(*shape), padding)


@worth(2)
@parametrize("padding", [0, (0, 0, 0, 0), 1])
def test_no_alias(student, padding):
    """Gives a new tensor, even without padding: writing into it leaves the input as it was."""
    images = normal(2, 3, 4, 5)
    _expect_roughly(student.pad2d(images, padding), _expected(images, padding))

    expect_close(
        student.run(_input_after_writing_into_the_output, images, padding),
        images,
        says="writing into the output changes the input",
        look_at="without padding, too, return a copy (clone) and not the input or a view of it",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed images, and leaves its input as it was."""
    slices, turned = (
        normal(4, 4, 8, 9, dtype=dtype)[::2, 1:, 1:, ::2],
        normal(2, 5, 4, 3, dtype=dtype).permute(0, 3, 2, 1),
    )

    plain = normal(2, 3, 4, 5, dtype=torch.float32)
    _expect_roughly(student.pad2d(plain, 2), _expected(plain, 2))
    for images in (slices, turned):
        expect_close(
            student.pad2d(images, 2),
            _expected(images, 2),
            says="values are off when the images are a slice or a transpose of a larger tensor",
            look_at="make the larger tensor with images.new_full(shape, value), then assign to a slice of it",
        )
        expect_unchanged_arguments(student, "pad2d", images, 2)


@worth(1)
def test_device_parity(student):
    """Gives the same on an accelerator, and stays there."""
    images = normal(2, 3, 4, 5)
    _expect_roughly(student.pad2d(images, 2), _expected(images, 2))

    expect_parity(student, "pad2d", images, 2)


# ------------------------------------------------------------------ run beside the student's code


def _input_after_writing_into_the_output(student, images, padding):
    output = student.pad2d(images, padding)
    with torch.no_grad():
        output.fill_(7)
    return images
