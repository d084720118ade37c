"""Hidden suite of `global_avg_pool`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    POOLINGS,
    expect_close,
    expect_no_shortcut,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    gate,
    integers,
    normal,
    parametrize,
    worth,
)

NOT_CONTIGUOUS = "an input that is not contiguous (a slice, a transpose) "


def _expected(images: torch.Tensor) -> torch.Tensor:
    dtype = images.dtype if images.is_floating_point() else torch.get_default_dtype()
    return images.double().sum(dim=3).sum(dim=2).div(images.shape[2] * images.shape[3]).to(dtype)


def _expect_roughly(actual: object, expected: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    """Ask for the values in any dtype, where a test is about something else: one mistake costs once."""
    look_at = look_at or "get the means of ordinary images right first"
    says = says or "the means are off for ordinary images already"
    values = expect_tensor(actual, look_at=look_at).real
    came = f"shape {tuple(values.shape)}, not {tuple(expected.shape)}"
    expect_true(values.shape == expected.shape, says=says, look_at=look_at, staff=came)
    expect_close(values.to(expected.dtype), expected, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


@gate
@worth(0)
def test_written_by_hand(student):
    """Takes the mean itself, without torch's poolings."""
    images = normal(2, 3, 4, 5)

    expect_no_shortcut(student, "global_avg_pool", images, forbidden=POOLINGS)
    # A pooling down to one pixel dispatches a mere mean, so what is called counts as well.
    called = student.run(_functions, images)
    shortcuts = sorted(set(map(str, called)) & POOLINGS) if type(called) is list else []
    expect_true(
        not shortcuts,
        says=f"global_avg_pool is to be written by hand, but it uses torch's {'; '.join(shortcuts[:1])}",
        look_at="a mean over two axes is all it takes",
    )


@worth(3)
@parametrize("shape", [(2, 3, 4, 4), (4, 2, 5, 7), (3, 5, 8, 2), (2, 2, 28, 28)])
def test_values(student, shape):
    """Gives the mean of each channel of each image."""
    images = normal(*shape, dtype=torch.float32)

    expect_close(
        student.global_avg_pool(images),
        _expected(images),
        says="the means are off",
        look_at="the mean runs over height and width, and over nothing else: (N, C) is left",
    )


@worth(2)
@parametrize("shape", [(2, 3, 1, 1), (3, 2, 1, 6), (2, 2, 7, 1), (3, 4, 33, 18)])
def test_any_size(student, shape):
    """Takes images of any height and width, a single pixel included."""
    images = normal(*shape, dtype=torch.float32)

    _expect_roughly(
        student.global_avg_pool(images),
        _expected(images),
        says="the means are off for images of another size",
        look_at="read the height and width off the images: they may be anything, 1 too",
    )


@worth(2)
@parametrize("shape", [(1, 3, 4, 5), (3, 1, 4, 5), (1, 1, 4, 5), (1, 1, 1, 1)])
def test_one_image_or_channel(student, shape):
    """Keeps both axes of (N, C), also for a single image and a single channel."""
    images = normal(*shape, dtype=torch.float32)

    _expect_roughly(
        student.global_avg_pool(images),
        _expected(images),
        says="the means are off for a single image or channel",
        look_at="squeeze() drops every axis of length 1, those of N and C too",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Computes in the dtype of its input: float64 is right to ten digits."""
    images = normal(2, 3, 6, 5, dtype=dtype)

    actual = student.global_avg_pool(images)

    _expect_roughly(actual, _expected(images))
    expect_close(
        actual,
        _expected(images),
        says=f"digits were lost for {dtype}",
        look_at="create every tensor with dtype=images.dtype, and do not convert",
    )


@worth(1)
@parametrize("dtype", [torch.uint8, torch.int64])
def test_integer_images(student, dtype):
    """Gives means of the default floating dtype for images of integers."""
    images = integers(0, 256, 2, 3, 5, 4).to(dtype)
    _expect_roughly(student.global_avg_pool(images.float()), _expected(images))

    expect_close(
        student.global_avg_pool(images),
        _expected(images),
        says=f"the means are off for images of {dtype}",
        look_at="make the images floating (torch.get_default_dtype()) before you sum them",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    slices, turned = normal(4, 4, 7, 16)[::2, 1:, 1:, ::2], normal(2, 8, 6, 3).permute(0, 3, 2, 1)

    look_at = "view needs the tensor's own strides: use dim=(2, 3), flatten or reshape"
    for images in (slices, turned):
        _expect_roughly(student.global_avg_pool(images.contiguous()), _expected(images))
        with expect_nothing_raised(says=NOT_CONTIGUOUS + "is allowed", look_at=look_at):
            actual = student.global_avg_pool(images)
        _expect_roughly(actual, _expected(images), says=NOT_CONTIGUOUS + "is misread", look_at=look_at)
        expect_unchanged_arguments(student, "global_avg_pool", images)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images = normal(2, 3, 6, 4, dtype=dtype)
    _expect_roughly(student.global_avg_pool(images), _expected(images))

    expect_parity(student, "global_avg_pool", images)


# ------------------------------------------------------------------ run beside the student's code


def _functions(student, images):
    from torch.overrides import TorchFunctionMode

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            names.append(getattr(func, "__name__", ""))
            return func(*args, **(kwargs or {}))

    names = []
    try:
        with Recorder():
            student.global_avg_pool(images)
    except NotImplementedError:
        raise
    except Exception:
        pass  # whether the call is right is for another test to say
    return names
