"""The one comparison: type, then shape, dtype and finiteness, then values.

The obvious comparisons are unsafe on untrusted values: `allclose` lets a scalar broadcast to a pass,
`not (abs(a - b) > eps).any()` lets NaN through, and a wrong shape can exhaust the memory.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

__all__ = ["Difference", "difference", "shape_text"]

TOLERANCE: Mapping[torch.dtype, float] = {
    torch.float64: 1e-10,
    torch.complex128: 1e-10,
    torch.float32: 1e-4,
    torch.complex64: 1e-4,
    torch.float16: 1e-2,
    torch.bfloat16: 2e-2,
}


@dataclass(frozen=True)
class Difference:
    """Why two values do not agree.

    Attributes:
        says: The difference in words for the student; empty when only values differ.
        staff: Raw detail, for graders only.
    """

    says: str
    staff: str


def difference(
    actual: object,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    table: Mapping[torch.dtype, float] = TOLERANCE,
    where: str = "the output",
) -> Difference | None:
    """First difference between an untrusted value and the value that was due.

    Args:
        actual: Plain data that came from the student.
        expected: Tensor, array, number, string, None, or a list, tuple or dict of them.
        rtol: Relative tolerance for floating values; by default from `table`.
        atol: Absolute tolerance; by default as `rtol`.
        table: Tolerance for each dtype.
        where: How to call the value in messages.

    Returns:
        None where both agree.
    """
    if type(actual) is not type(expected):
        return Difference(
            f"{where} is {_kind(actual)}, but {_kind(expected)} was expected", _raw(actual, expected)
        )
    tolerances: dict[str, Any] = {"rtol": rtol, "atol": atol, "table": table}
    if isinstance(expected, torch.Tensor):
        return _tensors(actual, expected, where=where, **tolerances)  # type: ignore[arg-type]  # same type, checked
    if isinstance(expected, np.ndarray):
        return _arrays(actual, expected, where=where, **tolerances)  # type: ignore[arg-type]
    if isinstance(expected, list | tuple):
        return _sequences(actual, expected, where=where, **tolerances)  # type: ignore[arg-type]
    if isinstance(expected, dict):
        return _dicts(actual, expected, where=where, **tolerances)  # type: ignore[arg-type]
    if isinstance(expected, float):
        return _floats(actual, expected, rtol, atol, table, where)  # type: ignore[arg-type]
    return None if actual == expected else Difference("", _raw(actual, expected))


def _tensors(
    actual: torch.Tensor,
    expected: torch.Tensor,
    *,
    rtol: float | None,
    atol: float | None,
    table: Mapping[torch.dtype, float],
    where: str,
) -> Difference | None:
    actual, expected = actual.detach(), expected.detach().cpu()
    if actual.shape != expected.shape:
        said = (
            f"{where} is {shape_text(actual.shape, expected.shape)}, but {tuple(expected.shape)} was expected"
        )
        return Difference(said, said)
    if actual.dtype != expected.dtype:
        said = f"{where} is {actual.dtype}, but {expected.dtype} was expected"
        return Difference(said, said)
    if not (expected.is_floating_point() or expected.is_complex()):
        return (
            None
            if torch.equal(actual, expected)
            else Difference("", _worst(actual.double(), expected.double()))
        )
    if bool(torch.isfinite(expected).all()) and not bool(torch.isfinite(actual).all()):
        return Difference(f"{where} holds NaN or infinity", "not finite")
    rtol = table.get(expected.dtype, 0.0) if rtol is None else rtol
    same = torch.isclose(actual, expected, rtol=rtol, atol=rtol if atol is None else atol, equal_nan=True)
    return None if bool(same.all()) else Difference("", _worst(actual, expected))


def _arrays(actual: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], **rest: Any) -> Difference | None:
    if actual.dtype != expected.dtype:
        said = f"{rest['where']} has dtype {actual.dtype}, but {expected.dtype} was expected"
        return Difference(said, said)
    return _tensors(torch.from_numpy(actual.copy()), torch.from_numpy(expected.copy()), **rest)


def _sequences(
    actual: list[Any] | tuple[Any, ...], expected: list[Any] | tuple[Any, ...], *, where: str, **rest: Any
) -> Difference | None:
    if len(actual) != len(expected):
        said = f"{where} has {len(actual)} entries, but {len(expected)} were expected"
        return Difference(said, said)
    pairs = enumerate(zip(actual, expected, strict=True))
    found = (difference(a, e, where=f"entry {i} of {where}", **rest) for i, (a, e) in pairs)
    return next((d for d in found if d is not None), None)


def _dicts(actual: dict[Any, Any], expected: dict[Any, Any], *, where: str, **rest: Any) -> Difference | None:
    if set(actual) != set(expected):
        return Difference(
            f"{where} has other keys than expected",
            _raw(sorted(map(str, actual)), sorted(map(str, expected))),
        )
    found = (difference(actual[k], expected[k], where=f"entry {k!r} of {where}", **rest) for k in expected)
    return next((d for d in found if d is not None), None)


def _floats(
    actual: float,
    expected: float,
    rtol: float | None,
    atol: float | None,
    table: Mapping[torch.dtype, float],
    where: str,
) -> Difference | None:
    if math.isfinite(expected) and not math.isfinite(actual):
        return Difference(f"{where} is NaN or infinite", _raw(actual, expected))
    rtol = table[torch.float64] if rtol is None else rtol
    same = math.isclose(actual, expected, rel_tol=rtol, abs_tol=rtol if atol is None else atol)
    both_nan = math.isnan(actual) and math.isnan(expected)
    return None if same or both_nan else Difference("", _raw(actual, expected))


def _worst(actual: torch.Tensor, expected: torch.Tensor) -> str:
    gap = (actual - expected).abs().nan_to_num(nan=math.inf)
    # NumPy's own: torch's imports a second's worth of modules when it is first called.
    place = tuple(int(i) for i in np.unravel_index(int(gap.argmax()), tuple(gap.shape)))
    values = f"{actual[place].item()} against {expected[place].item()}"
    return f"largest difference {gap.max().item():.6g} at {place}: {values}"


def shape_text(shape: Sequence[int], expected: Sequence[int]) -> str:
    """A shape in words. One far from what was expected is not repeated: its sides could say what was sent."""
    likely = len(shape) <= len(expected) + 2 and max(shape, default=0) <= 4 * max(expected, default=1) + 8
    return str(tuple(shape)) if likely else "of a far larger shape"


def _kind(value: object) -> str:
    if value is None:
        return "None"
    name = "tensor" if isinstance(value, torch.Tensor) else type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _raw(actual: object, expected: object) -> str:
    return f"got {actual!r:.300}, expected {expected!r:.300}"
