"""Hidden suite of `matched_filters`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

# A guard such as `norm.clamp(min=1e-8)` is nobody's mistake.
TOLERANCE = {"rtol": 1e-6, "atol": 1e-6}


def _expected(templates: torch.Tensor) -> torch.Tensor:
    """One template after the other, in double precision."""
    filters = []
    for template in templates.double():
        centred = template - template.mean()
        filters.append(centred / centred.square().sum().sqrt())
    dtype = templates.dtype if templates.is_floating_point() else torch.get_default_dtype()
    return torch.stack(filters).to(dtype)[:, None]


def _expect_roughly(actual: object, expected: torch.Tensor) -> None:
    """Ask for the filters' directions only, where a test is about something else: one mistake costs once."""
    look_at = "get the values of the filters right first"
    values = expect_tensor(actual, look_at=look_at).real
    says = f"there are {values.numel()} weights, but {expected.numel()} were expected"
    expect_true(values.numel() == expected.numel(), says=says, look_at=look_at)
    mine, due = values.reshape(len(expected), -1).double(), expected.flatten(1).double()
    alike = torch.cosine_similarity(mine, due, dim=1) > 0.99
    expect_true(bool(alike.all()), says="the filters are off", look_at=look_at)


@worth(3)
@parametrize("shape", [(3, 5, 4), (1, 4, 7), (10, 8, 8), (4, 4, 4), (2, 1, 6), (5, 3, 1)])
def test_values(student, shape):
    """Subtracts each template's mean and divides by its 2-norm."""
    templates = random(*shape, dtype=torch.float32)

    expect_close(
        student.matched_filters(templates),
        _expected(templates),
        says="the filters are off",
        look_at="first t − t.mean(), then divide by the norm of that; the new axis comes after K",
        rtol=1e-4,
        atol=1e-4,
    )


@worth(1)
def test_each_template_alone(student):
    """A template's filter does not depend on the other templates."""
    scale = torch.tensor([1e-2, 1.0, 10.0]).double()
    templates = scale[:, None, None] * (
        random(3, 5, 6) + torch.tensor([0.0, 3.0, -1.0]).double()[:, None, None]
    )
    templates[1, [0, -1]] = templates[1, :, [0]] = 35.0  # a margin of paper

    expect_close(
        student.matched_filters(templates),
        _expected(templates),
        says="the filters are off when templates differ in brightness or contrast",
        look_at="mean and norm run over the axes 1 and 2, and not over axis 0",
        **TOLERANCE,
    )


@worth(1)
@parametrize("brightness, contrast", [(0.3, 1.0), (0.0, 0.5), (-0.2, 3.0), (0.5, 0.01), (0.5, 9e-4)])
def test_brightness_and_contrast(student, brightness, contrast):
    """A brighter template, or one with more contrast, gives the same filter."""
    templates = random(4, 6, 5)

    look_at = "the mean takes the brightness away, the norm takes the contrast away"
    _expect_roughly(student.matched_filters(templates), _expected(templates))
    expect_close(
        student.matched_filters(brightness + contrast * templates),
        _expected(templates),
        says="brightness or contrast of a template shows in its filter",
        look_at=look_at,
        rtol=1e-3,
        atol=1e-3,
    )


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("value", [0.0, 1.0, 0.1, 0.7, 1 / 3])
def test_constant_template(student, value, dtype):
    """A constant template gives zeros in its place, never NaN; the other templates keep their filters."""
    templates = random(4, 7, 5, dtype=dtype)
    templates[1] = value
    others = torch.tensor([0, 2, 3])

    actual = student.matched_filters(templates)
    filters = expect_tensor(
        actual, look_at="what is the norm of a template that is the same everywhere?"
    ).real

    expect_true(
        filters.numel() == 4 * 35, says="a filter is missing", look_at="a constant template has a filter, too"
    )
    filters = filters.reshape(4, 1, 7, 5)
    expect_true(
        bool((filters[1].abs() <= 1e-6).all()),
        says="the filter of a constant template is not zero",
        look_at="a mean may be off by a rounding error: compare the template's minimum with its maximum",
    )
    _expect_roughly(filters[others], _expected(templates[others]))


@worth(1)
@parametrize("dtype", [torch.uint8, torch.int64])
def test_integer_templates(student, dtype):
    """Gives filters of the default floating dtype for templates of integers."""
    templates = integers(0, 256, 3, 5, 4).to(dtype)
    _expect_roughly(student.matched_filters(templates.float()), _expected(templates))

    expect_close(
        student.matched_filters(templates),
        _expected(templates),
        says=f"the filters are off for templates of {dtype}",
        look_at="make the templates floating (torch.get_default_dtype()) before you take their mean",
        rtol=1e-4,
        atol=1e-4,
    )


@worth(1)
@parametrize("shape", [(5, 4), (2, 1, 5, 4)])
def test_other_numbers_of_axes_raise(student, shape):
    """Raises ValueError for templates that have not three axes."""
    templates = random(3, 5, 4)
    _expect_roughly(student.matched_filters(templates), _expected(templates))

    with expect_raises(
        ValueError, says=f"templates with {len(shape)} axes", look_at="compare templates.ndim with 3"
    ):
        student.matched_filters(random(*shape))


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_input_is_left_alone(student, dtype):
    """Keeps the dtype, works on slices and transposed templates, and leaves its input as it was."""
    slices, turned = (
        random(6, 8, 12, dtype=dtype)[::2, 1:, ::3],
        random(5, 4, 3, dtype=dtype).permute(2, 1, 0),
    )

    for templates in (slices, turned):
        actual = student.matched_filters(templates)
        _expect_roughly(actual, _expected(templates))
        expect_tensor(actual, dtype=dtype, look_at="keep the dtype of the templates")
        expect_unchanged_arguments(student, "matched_filters", templates)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    templates = normal(3, 5, 4, dtype=dtype)
    _expect_roughly(student.matched_filters(templates), _expected(templates))

    expect_parity(student, "matched_filters", templates)
