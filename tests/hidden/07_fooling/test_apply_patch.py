"""Hidden suite of `apply_patch`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    random,
    worth,
)


def _pasted(
    images: torch.Tensor, patch: torch.Tensor, rows: torch.Tensor, cols: torch.Tensor
) -> torch.Tensor:
    """Pixel by pixel, for the oracle."""
    result = images.clone()
    for image, row, col in zip(result, rows.tolist(), cols.tolist(), strict=True):
        for y in range(patch.shape[1]):
            for x in range(patch.shape[2]):
                image[:, row + y, col + x] = patch[:, y, x]
    return result


def _places(
    images: torch.Tensor, patch: torch.Tensor, *, alike: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """Hidden rows and columns at which the patch fits, and touches no border."""
    count = 1 if alike else len(images)
    rows = integers(1, images.shape[2] - patch.shape[1], count)
    cols = integers(1, images.shape[3] - patch.shape[2], count)
    return rows.repeat(len(images) // count), cols.repeat(len(images) // count)


def _expect_a_patch(student: Any) -> None:
    """What raises always, or does nothing, proves nothing."""
    images, patch = random(1, 2, 6, 7), random(2, 2, 2)
    actual = student.apply_patch(images, patch, torch.tensor([1]), torch.tensor([1]))
    actual = expect_tensor(actual, shape=images.shape, look_at="return the images with the patch")
    expect_true(not torch.equal(actual.double(), images), says="nothing is pasted", look_at="paste the patch")


@worth(3)
@parametrize(
    "shape, size",
    [
        ((1, 1, 6, 8), (2, 3)),
        ((1, 3, 7, 5), (4, 2)),
        ((5, 3, 6, 9), (3, 3)),
        ((5, 2, 9, 7), (1, 4)),
    ],
)
def test_pastes(student, shape, size):
    """Puts the patch, with all its channels, where rows and cols say its top-left corner is."""
    images, patch = 3 * random(*shape) - 1, 3 * random(shape[1], *size) - 1  # floating, of whatever range
    patch[:, 0, 0] = 0  # black covers as well as any other colour
    rows, cols = _places(images, patch, alike=True)
    with expect_nothing_raised(
        says=f"a patch of {size} that fits into images of {shape} is to be pasted",
        look_at="the last row at which it fits is H − h, the last column W − w",
    ):
        actual = student.apply_patch(images, patch, rows, cols)
    expect_close(
        expect_tensor(actual, shape=images.shape).real.double(),
        _pasted(images, patch, rows, cols),
        says="the images with the patch are not right",
        look_at="rows row to row + h and columns col to col + w become the patch's pixels, and nothing else",
        rtol=0,
        atol=1e-5,
    )


@worth(3)
@parametrize("shape, size", [((8, 1, 9, 12), (3, 2)), ((8, 1, 12, 9), (2, 4))])
def test_each_image_its_own_place(student, shape, size):
    """Pastes one patch onto each image, at that image's own place."""
    images, patch = torch.zeros(shape, dtype=torch.float64), random(shape[1], *size)
    rows, cols = _places(images, patch)
    rows[:2], cols[:2] = torch.tensor([1, 4]), torch.tensor([3, 1])  # never all alike
    expect_close(
        expect_tensor(student.apply_patch(images, patch, rows, cols), shape=images.shape).real.double(),
        _pasted(images, patch, rows, cols),
        says="where each image has a place of its own, the patches are not where they belong",
        look_at="image n gets exactly one patch, at rows[n] and cols[n]",
        rtol=0,
        atol=1e-5,
    )


@worth(1)
@parametrize("corner", ["top left", "top right", "bottom left", "bottom right"])
def test_borders(student, corner):
    """A patch may touch the border."""
    images, patch = torch.zeros(3, 1, 7, 9, dtype=torch.float64), random(1, 3, 2)
    rows = torch.full((3,), 0 if corner.startswith("top") else 4)
    cols = torch.full((3,), 0 if corner.endswith("left") else 7)
    with expect_nothing_raised(
        says=f"a patch that touches the border ({corner}) is to be pasted",
        look_at="0 and H − h, and 0 and W − w, are all allowed",
    ):
        actual = student.apply_patch(images, patch, rows, cols)
    expect_close(
        expect_tensor(actual, shape=images.shape).real.double(),
        _pasted(images, patch, rows, cols),
        says=f"a patch in the corner ({corner}) is not right",
        look_at="0 is no error, and neither are H − h and W − w",
        rtol=0,
        atol=1e-5,
    )


@worth(1)
@parametrize("axis", ["rows", "cols"])
@parametrize("which", [0, 1, 3])
@parametrize("place", [-1, -4])
def test_negative_raises(student, place, which, axis):
    """Raises ValueError for a negative row or column, in whichever image."""
    _expect_a_patch(student)
    _expect_refused(student, axis, which, place, "a negative place")


@worth(2)
@parametrize("axis", ["rows", "cols"])
@parametrize("which", [0, 1, 3])
@parametrize("beyond", [1, 2, 30])
def test_out_of_bounds_raises(student, beyond, which, axis):
    """Raises ValueError where the patch would stand out at the bottom or at the right, in whichever image."""
    _expect_a_patch(student)
    last = 3 if axis == "rows" else 6
    _expect_refused(student, axis, which, last + beyond, "a patch that stands out of its image")

    if beyond == 1:  # a patch that fits nowhere
        size = (8, 3) if axis == "rows" else (3, 10)
        places = torch.zeros(2, dtype=torch.int64)
        with expect_raises(
            ValueError,
            says=f"a patch of {size} for images of (7, 9)",
            look_at="such a patch stands out wherever it is; torch's own errors are no ValueErrors",
        ):
            student.apply_patch(random(2, 2, 7, 9), random(2, *size), places, places.clone())


def _expect_refused(student: Any, axis: str, which: int, place: int, what: str) -> None:
    """One place among four is wrong, for images of (7, 9) and a patch of (4, 3)."""
    images, patch = random(4, 2, 7, 9), random(2, 4, 3)  # the last places that fit: 3 and 6
    rows, cols = _places(images, patch)
    (rows if axis == "rows" else cols)[which] = place
    with expect_raises(
        ValueError,
        says=f"{what} in {axis}",
        look_at="check every entry of rows and cols: slices and negative indices never complain",
    ):
        student.apply_patch(images, patch, rows, cols)


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
def test_no_stacking(student, dtype):
    """Pastes onto a copy: images, patch, rows and cols stay as they are, and patches do not pile up."""
    _expect_a_patch(student)
    images, patch = random(4, 2, 7, 8, dtype=dtype), random(2, 3, 2, dtype=dtype)
    expect_unchanged_arguments(student, "apply_patch", images, patch, *_places(images, patch))
    first, again = _places(images, patch), _places(images, patch)
    answer = student.run(_twice, images, patch, first, again)
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="apply_patch gave no proper answer")
    says = "a second call on the same images does not start from clean images"
    look_at = "images.clone() first"
    expect_close(answer[0], answer[1], says=says, look_at=look_at, rtol=0, atol=0)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype):
    """Keeps the dtype, and takes slices and transposes of larger tensors."""
    slices, turned = random(8, 4, 7, 16, dtype=dtype)[::2, 1:3, :, ::2], random(4, 2, 8, 7, dtype=dtype).mT
    patch = random(2, 3, 6, dtype=dtype)[..., ::2]
    look_at = "new tensors need dtype=images.dtype; view needs contiguous memory"
    for images in (slices, turned):
        rows, cols = (torch.stack([p, p], 1)[:, 0] for p in _places(images, patch))
        plain = [t.contiguous() for t in (images, patch, rows, cols)]
        due = expect_tensor(student.apply_patch(*plain), dtype=dtype, look_at=look_at)
        with expect_nothing_raised(says="slices and transposes are to be taken", look_at=look_at):
            actual = student.apply_patch(images, patch, rows, cols)
        says = "slices or transposes of larger tensors give another result than their copies"
        expect_close(actual, due, says=says, look_at=look_at, rtol=0, atol=1e-6)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    images, patch = random(4, 2, 7, 8, dtype=dtype), random(2, 3, 2, dtype=dtype)
    rows, cols = _places(images, patch)
    expect_tensor(student.apply_patch(images, patch, rows, cols))
    expect_parity(student, "apply_patch", images, patch, rows, cols)


# ------------------------------------------------------------------ run beside the student's code


def _twice(student, images, patch, first, again):
    """The second call after a first one, and by itself."""
    fresh = images.clone()
    student.apply_patch(images, patch, *first)
    return student.apply_patch(images, patch, *again), student.apply_patch(fresh, patch, *again)
