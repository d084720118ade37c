"""Compare what came with what was expected: type, shape, dtype, finiteness, values, in this order."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from convlab.check._words import kind, number, short, what_it_is

__all__ = ["Mismatch", "close", "equal", "shape", "true"]

# (relative, absolute): loose enough for another order of summation, too tight for another formula.
_TOLERANCES = {
    torch.float16: (1e-2, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
    torch.float32: (1e-4, 1e-5),
    torch.float64: (1e-7, 1e-9),
    torch.complex64: (1e-4, 1e-5),
    torch.complex128: (1e-7, 1e-9),
}
_PYTHON_NUMBER = (1e-5, 1e-6)  # often the mean of a float32 tensor


@dataclass(frozen=True)
class Mismatch:
    """Why a check failed.

    Attributes:
        happened: What came, in words.
        expected: What should have come, in words.
        images: Both values where a picture helps: two tensors of one shape, (H, W) or (N, C, H, W).
    """

    happened: str
    expected: str
    images: tuple[torch.Tensor, torch.Tensor] | None = None


def close(
    actual: object, expected: object, *, atol: float | None = None, rtol: float | None = None
) -> Mismatch | None:
    """Compare numbers, tensors, arrays, or lists and tuples of these, within a tolerance.

    Nothing is broadcast, and an entry that is NaN never passes.

    Args:
        actual: What the student's code gave.
        expected: What it should give.
        atol: Largest absolute difference that is allowed; by default it depends on the dtype.
        rtol: The same in parts of the expected value.

    Returns:
        None where the two agree.

    Raises:
        TypeError: `expected` holds something that is not numeric.
    """
    if isinstance(expected, list | tuple):
        return _compare_items(actual, expected, lambda a, e: close(a, e, atol=atol, rtol=rtol))
    if isinstance(expected, torch.Tensor | np.ndarray):
        return _compare_arrays(actual, expected, atol=atol, rtol=rtol)
    if kind(expected) not in ("int", "float"):
        raise TypeError(f"close compares numbers, expected is {what_it_is(expected)}: use check.equal")
    if kind(actual) not in ("int", "float"):
        return Mismatch(f"the result is {what_it_is(actual)}", f"a Python number, {number(expected)}")
    default_rtol, default_atol = _PYTHON_NUMBER
    return _compare_values(
        torch.tensor(float(actual), dtype=torch.float64),  # type: ignore[arg-type]  # a Real, by its kind
        torch.tensor(float(expected), dtype=torch.float64),  # type: ignore[arg-type]
        atol=default_atol if atol is None else atol,
        rtol=default_rtol if rtol is None else rtol,
    )


def equal(actual: object, expected: object) -> Mismatch | None:
    """Compare exactly: True is not 1, 5.0 is not 5, a list is not a tuple."""
    if isinstance(expected, list | tuple):
        return _compare_items(actual, expected, equal)
    if isinstance(expected, torch.Tensor | np.ndarray):
        return _compare_arrays(actual, expected, atol=0.0, rtol=0.0)
    if kind(actual) != kind(expected):
        return Mismatch(f"the result is {what_it_is(actual)}", what_it_is(expected))
    if actual == expected:
        return None
    return Mismatch(f"the result is {short(actual)}", short(expected))


def shape(actual: object, expected: tuple[int, ...]) -> Mismatch | None:
    """Compare the shape of a tensor or array (or a shape itself) with a tuple."""
    found = actual if isinstance(actual, tuple) else getattr(actual, "shape", None)
    if not isinstance(found, tuple):
        return Mismatch(f"the result is {what_it_is(actual)}", f"a tensor of shape {tuple(expected)}")
    if tuple(found) == tuple(expected):
        return None
    return Mismatch(f"the shape is {tuple(found)}", str(tuple(expected)))


def true(condition: object) -> Mismatch | None:
    """Accept one true bool (Python's, NumPy's or a tensor's); a NaN or a whole tensor is not one."""
    if isinstance(condition, torch.Tensor | np.ndarray) and condition.shape == () and _is_bool(condition):
        condition = bool(condition)
    if kind(condition) != "bool":
        return Mismatch(f"the condition is {what_it_is(condition)}", "one true or false")
    return None if condition else Mismatch("this does not hold", "that it holds")


def _is_bool(value: torch.Tensor | np.ndarray) -> bool:
    return value.dtype in (torch.bool, np.bool_)


def _compare_items(
    actual: object,
    expected: list[object] | tuple[object, ...],
    compare: Callable[[object, object], Mismatch | None],
) -> Mismatch | None:
    """Compare lists and tuples: kind, length, then item by item."""
    if not isinstance(actual, list | tuple) or kind(actual) != kind(expected):
        return Mismatch(f"the result is {what_it_is(actual)}", what_it_is(expected))
    if len(actual) != len(expected):
        return Mismatch(f"{len(actual)} items came, {short(actual)}", f"{len(expected)}, {short(expected)}")
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        mismatch = compare(one, other)
        if mismatch is not None:
            return replace(mismatch, happened=f"at item {index}, {mismatch.happened}")
    return None


def _compare_arrays(
    actual: object,
    expected: torch.Tensor | np.ndarray,
    *,
    atol: float | None,
    rtol: float | None,
) -> Mismatch | None:
    """Compare tensors or arrays: type, shape, dtype, then values."""
    if not isinstance(actual, torch.Tensor | np.ndarray) or kind(actual) != kind(expected):
        return Mismatch(f"the result is {what_it_is(actual)}", what_it_is(expected))
    if actual.shape != expected.shape:
        return Mismatch(f"the shape is {tuple(actual.shape)}", str(tuple(expected.shape)))
    if actual.dtype != expected.dtype:
        return Mismatch(f"the dtype is {actual.dtype}", str(expected.dtype))
    one, other = _on_cpu(actual), _on_cpu(expected)
    default_rtol, default_atol = _TOLERANCES.get(other.dtype, (0.0, 0.0))
    return _compare_values(
        one,
        other,
        atol=default_atol if atol is None else atol,
        rtol=default_rtol if rtol is None else rtol,
    )


def _on_cpu(value: torch.Tensor | np.ndarray) -> torch.Tensor:
    return value.detach().cpu() if isinstance(value, torch.Tensor) else torch.from_numpy(value.copy())


def _wide(value: torch.Tensor) -> torch.Tensor:
    """The same values in a type in which differences do not overflow."""
    return value.to(torch.complex128 if value.is_complex() else torch.float64)


def _compare_values(
    actual: torch.Tensor, expected: torch.Tensor, *, atol: float, rtol: float
) -> Mismatch | None:
    """Compare two CPU tensors of one shape and dtype, entry by entry."""
    nan = torch.isnan(actual)
    difference = (_wide(actual) - _wide(expected)).abs()
    allowed = atol + rtol * _wide(expected).abs()
    near = (difference <= allowed) & (allowed > 0) & (allowed < torch.inf)  # infinity is near itself only
    wrong = ~(near | (actual == expected)) | nan
    if not bool(wrong.any()):
        return None
    images = (actual, expected) if _is_picture(actual) else None
    if bool((~torch.isfinite(_wide(actual)) & torch.isfinite(_wide(expected))).any()):
        return Mismatch(_not_finite(actual), f"finite numbers, {_entry(expected, wrong)}", images)
    return Mismatch(_how_far(actual, difference, wrong), _target(expected, wrong, atol, rtol), images)


def _is_picture(values: torch.Tensor) -> bool:
    return values.dim() in (2, 4) and min(values.shape[-2:]) > 1 and not values.is_complex()


def _first(wrong: torch.Tensor) -> tuple[int, ...]:
    return tuple(int(i) for i in wrong.nonzero()[0])


def _entry(values: torch.Tensor, wrong: torch.Tensor) -> str:
    """The first entry that disagrees, "0.5 at [0, 2]"."""
    index = _first(wrong)
    place = f" at {list(index)}" if index else ""
    return number(values[index].item()) + place


def _not_finite(actual: torch.Tensor) -> str:
    """How many entries are NaN or infinite."""
    bad = ~torch.isfinite(_wide(actual))
    if actual.dim() == 0:
        return f"the result is {number(actual.item())}"
    return f"{_share(bad)} are NaN or infinite, the first is {_entry(actual, bad)}"


def _how_far(actual: torch.Tensor, difference: torch.Tensor, wrong: torch.Tensor) -> str:
    """The first disagreement, the share of wrong entries and the largest difference."""
    if actual.dim() == 0:
        return f"the result is {_entry(actual, wrong)}"
    return (
        f"{_share(wrong)} are wrong, the first is {_entry(actual, wrong)}; "
        f"the largest difference is {number(difference.nan_to_num().max().item())}"
    )


def _target(expected: torch.Tensor, wrong: torch.Tensor, atol: float, rtol: float) -> str:
    """The expected entry, and how near is near enough."""
    allowed = atol + rtol * abs(expected[_first(wrong)].item())
    return _entry(expected, wrong) + (f" (± {allowed:.1g})" if allowed else "")


def _share(wrong: torch.Tensor) -> str:
    count, total = int(wrong.sum()), wrong.numel()
    return f"{count} of {total} entries ({100 * count / total:.3g} %)"
