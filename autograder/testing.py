"""What hidden suites are written with.

A hidden test asks the `student` fixture for values, compares them with an independent oracle or a
property, and says what is wrong in words that give away neither inputs nor expected values:

    @worth(2)
    @parametrize("stride, padding", [(1, 0), (2, 1), (3, 2)])
    def test_stride_and_padding(student, stride, padding):
        \"\"\"Agrees with torch for every stride and padding.\"\"\"
        images, weight, bias = random(2, 3, 9, 8), random(4, 3, 3, 2), random(4)

        actual = student.conv2d(images, weight, bias, stride=stride, padding=padding)

        expect_close(
            actual,
            F.conv2d(images, weight, bias, stride=stride, padding=padding),
            says=f"values are off for stride={stride}, padding={padding}",
            look_at="pad both spatial axes before you slide the window",
        )

Values that come from the student are untrusted: hand them to an `expect_…` function before doing
anything else with them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch.utils._pytree import tree_leaves, tree_map_only

from autograder import source
from autograder.compare import difference, shape_text
from autograder.shared import shared
from autograder.shortcuts import CONVOLUTIONS, POOLINGS
from autograder.verdicts import Failed, StudentFault, StudentRaised

if TYPE_CHECKING:
    from autograder.student import Student

__all__ = [
    "CONVOLUTIONS",
    "POOLINGS",
    "StudentFault",
    "deadline",
    "expect_at_least",
    "expect_at_most",
    "expect_close",
    "expect_equal",
    "expect_no_shortcut",
    "expect_nothing_raised",
    "expect_number",
    "expect_parity",
    "expect_raises",
    "expect_tensor",
    "expect_true",
    "expect_unchanged_arguments",
    "expect_vectorised",
    "gate",
    "integers",
    "measured",
    "normal",
    "parametrize",
    "random",
    "reseed",
    "shared",
    "take_measured",
    "worth",
]

parametrize = pytest.mark.parametrize
gate = pytest.mark.gate
"""Marks a test on which the exercise's other tests depend: when its expectation fails, they are skipped."""

_ELSEWHERE = "does something between input and output stay on the CPU, or come from another draw?"

# TF32 is off on both sides; what remains is the order of summation.
PARITY_TOLERANCE = {torch.float64: 1e-9, torch.float32: 1e-4, torch.float16: 1e-2, torch.bfloat16: 5e-2}

_generator = torch.Generator()
_measured: dict[str, float] = {}


def worth(points: float) -> pytest.MarkDecorator:
    """Weight of a test among the tests of its exercise (1 without this mark)."""
    return pytest.mark.worth(points)


def deadline(seconds: float) -> pytest.MarkDecorator:
    """Processor time that student code may use in this test [s] (10 without this mark)."""
    return pytest.mark.deadline(seconds)


# ------------------------------------------------------------------ hidden inputs


def reseed(seed: int) -> None:
    """Start the stream of hidden inputs anew; the engine does so before each test."""
    _generator.manual_seed(seed)


def random(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Hidden input of the given shape, uniform in [0, 1)."""
    return torch.rand(*shape, dtype=dtype, generator=_generator)


def normal(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Hidden input of the given shape, standard normal."""
    return torch.randn(*shape, dtype=dtype, generator=_generator)


def integers(low: int, high: int, *shape: int) -> torch.Tensor:
    """Hidden int64 input of the given shape, uniform in [low, high)."""
    return torch.randint(low, high, shape, generator=_generator)


# ------------------------------------------------------------------ what was measured


def measured(**values: float) -> None:
    """Note numbers that this test found out, for staff and the leaderboard: `measured(accuracy=0.93)`.

    They stand in the test's result, whether it is passed or not; students do not read them. Note what our
    side computed: a number of the student's own would be believed.

    Raises:
        ValueError: A number is NaN or infinite.
    """
    for name, value in values.items():
        if not math.isfinite(value):
            raise ValueError(f"{name} is a finite number, not {value}")
        _measured[name] = float(value)


def take_measured() -> dict[str, float]:
    """What was noted since this was last called; the engine does so after each test."""
    taken = dict(_measured)
    _measured.clear()
    return taken


# ------------------------------------------------------------------ expectations


def expect_true(condition: object, *, says: str, look_at: str = "", staff: str = "") -> None:
    """Fail unless the condition, computed on our side, is exactly True."""
    if condition is not True:
        raise Failed(says, look_at=look_at, staff=staff)


def expect_close(
    actual: object,
    expected: torch.Tensor,
    *,
    says: str,
    look_at: str = "",
    rtol: float | None = None,
    atol: float | None = None,
) -> None:
    """Fail unless `actual` is a tensor of the same shape and dtype with nearly the same values.

    Args:
        actual: What the student returned.
        expected: The oracle's tensor. Its dtype is the dtype that is due.
        says: What is wrong when only the values differ; other differences word themselves.
        look_at: Where the student should look.
        rtol: Relative tolerance; by default 1e-10 for float64, 1e-4 for float32, 1e-2 for halves.
        atol: Absolute tolerance; by default as `rtol`. Integers and booleans are compared exactly.
    """
    found = difference(actual, expected, rtol=rtol, atol=atol)
    if found is not None:
        raise Failed(found.says or says, look_at=look_at, staff=found.staff)


def expect_equal(actual: object, expected: object, *, says: str, look_at: str = "") -> None:
    """Fail unless `actual` is the same plain value, of the same types throughout.

    For ints, strings, booleans, None, and (nested) lists, tuples and dicts of them; a tensor inside is
    compared exactly. 1 is not True, 1.0 is not 1; a list is not a tuple.
    """
    found = difference(actual, expected, rtol=0.0, atol=0.0)
    if found is not None:
        raise Failed(found.says or says, look_at=look_at, staff=found.staff)


def expect_tensor(
    actual: object,
    *,
    shape: Sequence[int] | None = None,
    dtype: torch.dtype | None = None,
    finite: bool = True,
    look_at: str = "",
) -> torch.Tensor:
    """Fail unless `actual` is a tensor (of this shape and dtype, finite); return it, safe to use."""
    if type(actual) is not torch.Tensor:
        raise Failed(f"the output is {_a(actual)}, but a tensor was expected", look_at=look_at)
    if shape is not None and tuple(actual.shape) != tuple(shape):
        found = shape_text(actual.shape, shape)
        raise Failed(f"the output is {found}, but {tuple(shape)} was expected", look_at=look_at)
    if dtype is not None and actual.dtype != dtype:
        raise Failed(f"the output is {actual.dtype}, but {dtype} was expected", look_at=look_at)
    if finite and actual.is_floating_point() and not bool(torch.isfinite(actual).all()):
        raise Failed("the output holds NaN or infinity", look_at=look_at)
    return actual


def expect_number(
    actual: object, expected: float | None = None, *, tolerance: float = 1e-9, says: str, look_at: str = ""
) -> float:
    """Fail unless `actual` is a finite Python number (near `expected`, if given); return it as a float."""
    if type(actual) not in (int, float):
        raise Failed(f"the output is {_a(actual)}, but a Python number was expected", look_at=look_at)
    try:
        number = float(actual)  # type: ignore[arg-type]  # int or float, checked above
    except OverflowError:
        raise Failed("the output is far too large a number", look_at=look_at) from None
    if not math.isfinite(number):
        raise Failed("the output is NaN or infinite", look_at=look_at)
    if expected is not None and not abs(number - expected) <= tolerance * max(1.0, abs(expected)):
        raise Failed(says, look_at=look_at, staff=f"got {number!r}, expected {expected!r}")
    return number


def expect_at_least(actual: object, bound: float, *, says: str, look_at: str = "") -> None:
    """Fail unless `actual` is a finite Python number >= `bound`."""
    number = expect_number(actual, says=says, look_at=look_at)
    expect_true(number >= bound, says=says, look_at=look_at, staff=f"got {number!r}, expected >= {bound!r}")


def expect_at_most(actual: object, bound: float, *, says: str, look_at: str = "") -> None:
    """Fail unless `actual` is a finite Python number <= `bound`."""
    number = expect_number(actual, says=says, look_at=look_at)
    expect_true(number <= bound, says=says, look_at=look_at, staff=f"got {number!r}, expected <= {bound!r}")


@contextmanager
def expect_raises(error: type[Exception], *, says: str, look_at: str = "") -> Iterator[None]:
    """Fail unless the student's code raises `error` (or a class derived from it) inside the block."""
    try:
        yield
    except StudentRaised as raised:
        if error.__name__ not in raised.types:
            wrong = f"{says}: {raised.kind} was raised, but {error.__name__} was expected"
            raise Failed(wrong, look_at=look_at, staff=raised.staff) from None
    else:
        raise Failed(f"{says}: nothing was raised, but {error.__name__} was expected", look_at=look_at)


@contextmanager
def expect_nothing_raised(*, says: str, look_at: str = "") -> Iterator[None]:
    """Fail, in better words than usual, when the student's code raises inside the block."""
    try:
        yield
    except StudentRaised as raised:
        raise Failed(f"{says}, but {raised.kind} was raised", look_at=look_at, staff=raised.staff) from None


def expect_unchanged_arguments(student: Student, name: str, *args: Any, **kwargs: Any) -> None:
    """Fail when the call modifies a tensor that it was given.

    Slices and transposes are tried in order, too: only then do `flatten` and `reshape` give views of them.
    """
    given = list(args), kwargs
    in_order = tree_map_only(torch.Tensor, torch.Tensor.contiguous, given)
    for some_args, some_kwargs in [given] if _all_contiguous(given) else [given, in_order]:
        after = student.run(_arguments_after, name, some_args, some_kwargs)
        if difference(after, (some_args, some_kwargs), rtol=0.0, atol=0.0) is not None:
            raise Failed(
                f"{name} changed a tensor that it was given",
                look_at="work on a copy (clone) or write into a new tensor",
            )


def expect_no_shortcut(
    student: Student, name: str, *args: Any, forbidden: frozenset[str], **kwargs: Any
) -> None:
    """Fail when the call, or the source it runs, uses a torch function that the exercise re-implements.

    Use it in a test marked `gate`, so that a shortcut earns nothing elsewhere either.

    Args:
        student: The fixture.
        name: The exercise's function.
        *args: Arguments of one ordinary call.
        forbidden: Names of torch functions and classes, such as `CONVOLUTIONS`.
        **kwargs: Keyword arguments of the call.
    """
    written = source.torch_names(student.cells, name) & forbidden
    operations = set(student.operations(name, *args, **kwargs))
    shortcuts = sorted(written | operations & forbidden)
    if shortcuts:
        raise Failed(
            f"{name} is to be written by hand, but it uses torch's {shortcuts[0]}",
            look_at="slices, sums, unfold, einsum and matmul are all allowed",
        )


def expect_vectorised(
    student: Student, name: str, small: tuple[Any, ...], large: tuple[Any, ...], **kwargs: Any
) -> None:
    """Fail when the number of torch operations grows with the input.

    Args:
        student: The fixture.
        name: The exercise's function.
        small: Positional arguments of a call on a small input.
        large: The same on an input at least 16 times as large (only in batch or image size).
        **kwargs: Keyword arguments of both calls.
    """
    few, many = (len(student.operations(name, *args, **kwargs)) for args in (small, large))
    if many > 1.5 * few + 10:  # room for an extra copy, far below one operation per pixel or image
        raise Failed(
            f"{name} runs more torch operations the larger its input is",
            look_at="replace the loop over images, rows or columns by one operation on the whole tensor",
            staff=f"{few} operations on the small input, {many} on the large one",
        )


def expect_parity(
    student: Student, name: str, *args: Any, tolerance: float | None = None, **kwargs: Any
) -> None:
    """Fail when the call on an accelerator disagrees with the call on the CPU, or leaves the device.

    Without an accelerator the call runs on a simulated one that holds real data; where torch cannot simulate
    one, on the meta device, on which only an output that leaves the device is a reason to fail.

    Args:
        student: The fixture.
        name: The exercise's function.
        *args: Arguments; every tensor among them is moved to the device.
        tolerance: Relative and absolute; by default as `PARITY_TOLERANCE` says for the output's dtype.
        **kwargs: Keyword arguments of the call, moved likewise.
    """
    on_cpu = student.run(_call, name, list(args), kwargs)
    try:
        reply = student.run(_call_on_accelerator, name, list(args), kwargs)
    except StudentRaised as raised:
        raise Failed(
            f"{name} works on the CPU but raises {raised.kind} on an accelerator",
            look_at="create tensors on the input's device (device=images.device, say), without NumPy",
            staff=raised.staff,
        ) from None
    if type(reply) is not tuple or len(reply) != 3:
        raise Failed(f"{name} gives other results on an accelerator than on the CPU", look_at=_ELSEWHERE)
    on_device, elsewhere, round_trip = reply
    if elsewhere is not False:
        raise Failed(
            f"{name} was given tensors on an accelerator, but its output is on another device",
            look_at="create every tensor on the input's device (device=images.device, say)",
        )
    if round_trip is not False:
        raise Failed(
            f"{name} copies its input from the accelerator to the CPU and back",
            look_at="every step can be done where the input lives: no .cpu(), no NumPy",
        )
    if student.accelerator == "meta":  # which holds no values
        return
    found = difference(on_device, on_cpu, rtol=tolerance, atol=tolerance, table=PARITY_TOLERANCE)
    if found is not None:
        raise Failed(
            f"{name} gives other results on an accelerator than on the CPU",
            look_at=_ELSEWHERE,
            staff=found.staff,
        )


def _all_contiguous(values: object) -> bool:
    return all(leaf.is_contiguous() for leaf in tree_leaves(values) if isinstance(leaf, torch.Tensor))


def _a(value: object) -> str:
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


# ------------------------------------------------------------------ run beside the student's code


def _call(student, name, args, kwargs):  # type: ignore[no-untyped-def]  # its source is sent
    return getattr(student, name)(*args, **kwargs)


def _arguments_after(student, name, args, kwargs):  # type: ignore[no-untyped-def]
    getattr(student, name)(*args, **kwargs)
    return args, kwargs


def _call_on_accelerator(student, name, args, kwargs):  # type: ignore[no-untyped-def]
    from torch.utils._pytree import tree_leaves

    from convlab import devices

    copies: list[int] = []
    tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
    largest = max([leaf.numel() for leaf in tensors], default=0)
    with devices.accelerator(copies) as device:
        args, kwargs = devices.move((args, kwargs), device)
        if device.type == "meta":
            try:
                elsewhere = devices.any_elsewhere(getattr(student, name)(*args, **kwargs), device)
            except Exception:  # right code may look at values, and here there are none
                elsewhere = False
            return None, elsewhere, False
        result = getattr(student, name)(*args, **kwargs)
        elsewhere = devices.any_elsewhere(result, device)
        came_back = any(isinstance(leaf, torch.Tensor) for leaf in tree_leaves(result))
    # Copying a few values to look at them is allowed; sending the data itself down and up again is not.
    round_trip = came_back and any(size >= max(largest, 2) for size in copies)
    with devices.accelerator():
        return devices.move(result, "cpu"), elsewhere, round_trip
