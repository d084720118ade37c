"""Hidden suite of `equivariance_error`."""
# convnet-canary-7f3a

from typing import Any

import torch
from torch import nn

from autograder.testing import (
    expect_at_least,
    expect_at_most,
    expect_number,
    expect_raises,
    expect_true,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

# How far a border reaches inwards is the student's to choose: kernels and shifts are small against the
# images here, and an error need only be near 0 or clearly above it.
NEARLY_ZERO = 1e-8
CLEARLY_ABOVE = 0.05


def _seed() -> int:
    return int(integers(0, 2**31))


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="equivariance_error gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_more_than_zero(student: Any) -> None:
    """An error that is always 0 proves nothing where 0 is due."""
    error = student.run(_error_of_convolution, _seed(), normal(2, 3, 44, 40), (1, 1), 2, 1)
    expect_at_least(error, CLEARLY_ABOVE, says="the error is 0 even for a convolution with stride 2")


@worth(2)
@parametrize("padding", [0, 1])
@parametrize("shift", [(1, 2), (-2, 1), (3, 0), (0, -1)])
def test_convolution_commutes(student, shift, padding):
    """Is 0 for a convolution at stride 1, in whatever direction the images are shifted."""
    error = student.run(_error_of_convolution, _seed(), normal(2, 3, 30, 26), shift, 1, padding)

    expect_at_most(
        error,
        NEARLY_ZERO,
        says="the error of a convolution at stride 1 is not 0",
        look_at="shift images and output by the same (dy, dx), and compare only where no border was touched",
    )
    expect_at_least(error, 0.0, says="the error is negative", look_at="take the absolute difference")
    _expect_more_than_zero(student)


@worth(2)
@parametrize("shift", [(1, 0), (0, 1), (1, 1), (-1, 3), (3, -1)])
def test_stride_breaks_it(student, shift):
    """Is clearly above 0 for a convolution with stride 2 and an odd shift."""
    error = student.run(_error_of_convolution, _seed(), normal(2, 3, 44, 40), shift, 2, 1)

    expect_at_least(
        error,
        CLEARLY_ABOVE,
        says="the error of a convolution with stride 2 is 0, although the shift is odd",
        look_at="compare layer(shift(images)) with the output of layer(images) shifted by (dy, dx)",
    )


@worth(1)
@parametrize("shift", [(1, 0), (0, -1), (2, 2)])
def test_dense_layer(student, shift):
    """Is clearly above 0 for a dense layer whose output is reshaped to an image."""
    error = student.run(_error_of_dense_layer, _seed(), normal(2, 1, 20, 18), shift)

    expect_at_least(
        error,
        CLEARLY_ABOVE,
        says="the error of a dense layer is 0",
        look_at="compare layer(shift(images)) with the output of layer(images) shifted by (dy, dx)",
    )


@worth(2)
@parametrize("image, channel", [(0, 0), (2, 0), (0, 1), (2, 1)])
def test_largest_difference(student, image, channel):
    """Is the largest difference: one place of one channel of one image is enough."""
    error = student.run(_error_of_one_odd_place, normal(3, 2, 30, 28), (1, 2), image, channel)

    expect_at_least(
        error,
        25.0,
        says="a layer that fails at a single place gets a small error",
        look_at="take the maximum over all images, channels and places: no mean, no sum of squares",
    )


@worth(1)
@parametrize("shift", [(1, 0), (-1, 0)])
def test_either_sign(student, shift):
    """Counts a difference for as much below 0 as above."""
    error = student.run(_error_of_lamp, random(2, 2, 30, 28), shift)

    expect_at_least(
        error,
        2.0,
        says="a layer whose differences all have one sign gets a small error",
        look_at="take the absolute difference before the maximum",
    )


@worth(2)
@parametrize("modes", ["training", "evaluation", "mixed"])
def test_layer_is_left_as_found(student, modes):
    """Uses the layer in eval mode, and leaves modes, statistics, gradients and images as it found them."""
    answer = student.run(_error_and_traces, _seed(), normal(2, 3, 30, 26), (1, 2), modes)
    error, of_frozen, modes_kept, state_kept, gradients_kept, images_kept = _parts(answer, 6)

    look_at = "call layer.eval() first, and give each module its own mode back at the end"
    expect_true(modes_kept, says="a module of the layer is in another mode than before", look_at=look_at)
    expect_true(state_kept, says="parameters or statistics of the layer have changed", look_at=look_at)
    expect_true(
        gradients_kept,
        says="gradients or requires_grad of the layer have changed",
        look_at="work under torch.no_grad()",
    )
    expect_true(images_kept, says="the images have changed", look_at="shift a copy: torch.roll makes one")
    # Whether the error is right is for other tests to say: here it must not depend on the mode.
    says = "the error depends on dropout or batch statistics"
    expect_number(
        error, expect_number(of_frozen, says=says), tolerance=NEARLY_ZERO, says=says, look_at=look_at
    )
    _expect_more_than_zero(student)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_python_float(student, dtype):
    """Returns a Python float, whatever the dtype of the images."""
    error = student.run(_plain_error, normal(1, 3, 30, 26, dtype=dtype))

    kind = type(error).__name__
    expect_true(
        type(error) is float, says=f"the output is of type {kind}, not float", look_at="end with .item()"
    )
    expect_at_least(error, CLEARLY_ABOVE, says="the error at stride 2 is 0, although the shift is odd")


@worth(1)
@parametrize("stride", [1, 2])
def test_device_parity(student, stride):
    """Gives the same for a layer and images on an accelerator."""
    seed, images = _seed(), normal(2, 3, 40, 36)

    _expect_more_than_zero(student)

    on_cpu = student.run(_error_of_convolution, seed, images, (1, 1), stride, 1)
    answer = student.run(_error_on_accelerator, seed, images, (1, 1), stride)
    on_device, stayed, round_trip = _parts(answer, 3)

    look_at = "layer and images stay where they are: no .cpu(), no NumPy; only the result becomes a number"
    expect_true(
        stayed, says="the layer was given on an accelerator, and is elsewhere afterwards", look_at=look_at
    )
    expect_true(
        round_trip is False,
        says="the images, or maps as large, are copied from the accelerator to the CPU",
        look_at=look_at,
    )
    says = "the error on an accelerator is not the one on the CPU"
    expect_number(on_device, expect_number(on_cpu, says=says), tolerance=1e-6, says=says, look_at=look_at)


@worth(1)
@parametrize("axes", [2, 3])
def test_other_maps_raise(student, axes):
    """Raises ValueError when the layer does not give maps with four axes."""
    _expect_more_than_zero(student)

    with expect_raises(
        ValueError,
        says=f"a layer whose output has {axes} axes",
        look_at="compare the number of axes of layer(images) with 4 before you shift it",
    ):
        student.run(_error_of_flat_layer, normal(2, 1, 20, 18), axes)


# ------------------------------------------------------------------ run beside the student's code


def _error_of_convolution(student, seed, images, shift, stride, padding):
    torch.manual_seed(seed)
    layer = nn.Conv2d(3, 4, 3, stride=stride, padding=padding).double()
    return float(student.equivariance_error(layer, images, tuple(shift)))


def _error_of_dense_layer(student, seed, images, shift):
    torch.manual_seed(seed)
    _, _, height, width = images.shape
    dense = nn.Linear(height * width, height * width)
    layer = nn.Sequential(nn.Flatten(), dense, nn.Unflatten(1, (1, height, width))).double()
    return float(student.equivariance_error(layer, images, tuple(shift)))


def _error_of_one_odd_place(student, images, shift, image, channel):
    class Spot(nn.Module):
        """Adds 50 in the middle of one channel of every image that is not black."""

        def forward(self, x):
            spot = torch.zeros_like(x)
            spot[:, channel, x.shape[2] // 2, x.shape[3] // 2] = 50.0
            return x + spot * (x.abs().amax((1, 2, 3), keepdim=True) > 0)

    images = images * (torch.arange(len(images)) == image)[:, None, None, None]
    return float(student.equivariance_error(Spot(), images, tuple(shift)))


def _error_of_lamp(student, images, shift):
    class Lamp(nn.Module):
        """Darkens the lower rows more than the upper ones."""

        def forward(self, x):
            rows = torch.arange(x.shape[2], 0, -1, device=x.device)
            return 10 * x * rows[:, None]

    return float(student.equivariance_error(Lamp(), images, tuple(shift)))


def _error_of_flat_layer(student, images, axes):
    layer = nn.Flatten() if axes == 2 else nn.Flatten(2)
    return student.equivariance_error(layer, images, (1, 1))


def _error_and_traces(student, seed, images, shift, modes):
    import copy

    torch.manual_seed(seed)
    head = nn.Sequential(nn.BatchNorm2d(4), nn.Dropout(0.5))
    layer = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), head, nn.ReLU()).double()
    head[0].running_mean.uniform_(-1, 1)
    layer[0].weight.grad = torch.ones_like(layer[0].weight)
    layer[0].bias.requires_grad_(False)
    layer.train(modes != "evaluation")
    if modes == "mixed":
        head[0].eval()
    modules = [module.training for module in layer.modules()]
    state = {name: value.clone() for name, value in layer.state_dict().items()}
    before = images.clone()
    frozen = copy.deepcopy(layer).eval()

    error = float(student.equivariance_error(layer, images, tuple(shift)))

    first, bias, scale = layer[0].weight, layer[0].bias, head[0].weight
    after = layer.state_dict()
    gradients_kept = first.grad is not None and bool((first.grad == 1).all()) and scale.grad is None
    needs_kept = first.requires_grad and scale.requires_grad and not bias.requires_grad
    return (
        error,
        float(student.equivariance_error(frozen, before.clone(), tuple(shift))),
        [module.training for module in layer.modules()] == modules,
        list(after) == list(state) and all(torch.equal(after[name], state[name]) for name in state),
        gradients_kept and needs_kept,
        torch.equal(images, before),
    )


def _error_on_accelerator(student, seed, images, shift, stride):
    from convlab import devices

    torch.manual_seed(seed)
    layer = nn.Conv2d(3, 4, 3, stride=stride, padding=1).double()
    copies = []
    with devices.accelerator(copies) as device:
        layer, there = devices.move(layer, device), devices.move(images, device)
        error = float(student.equivariance_error(layer, there, tuple(shift)))
        stayed = not devices.any_elsewhere(list(layer.parameters()), device)
    return error, stayed, any(size >= images.numel() for size in copies)


def _plain_error(student, images):
    layer = nn.Conv2d(3, 4, 3, stride=2, padding=1).to(images.dtype)
    return student.equivariance_error(layer, images, (1, 1))
