"""The block of public checks in a notebook's check cell."""

import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, MethodType, TracebackType
from typing import Self

from convlab.check import _compare
from convlab.check._compare import Mismatch
from convlab.check._errors import is_untouched, raised
from convlab.check._picture import compare_images
from convlab.check._render import Line, Outcome, is_validating, show_lines
from convlab.check._words import what_it_is

__all__ = ["Memory", "PublicChecks", "public_checks"]

_HINT_FROM = 2  # a hint comes with the second failed run; the first is for one's own thoughts
_CALLABLE = (FunctionType, MethodType, BuiltinFunctionType, functools.partial)  # not modules, not classes


@dataclass
class Memory:
    """What checks remember of their earlier runs.

    Attributes:
        failures: How often a check failed, by exercise and label.
        reached: Points of each exercise whose public checks all passed when they were last run.
    """

    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    reached: dict[str, float] = field(default_factory=dict)


@functools.cache
def _memory_of_this_kernel() -> Memory:
    return Memory()


def public_checks(
    name: str, *, points: float = 0, of: float = 0, memory: Memory | None = None
) -> "PublicChecks":
    """Open a block of public checks.

    An exception inside the block ends it and is shown in one line; the notebook goes on.

        with public_checks("conv2d") as check:
            check.shape("two images, four filters", conv2d(images, weight), (2, 4, 7, 7))

    Args:
        name: The exercise.
        points: What the exercise is worth. `autograder build` writes this and the next in.
        of: What all exercises of the notebook are worth; 0 to say nothing of points.
        memory: Of earlier runs; by default this kernel's.
    """
    return PublicChecks(name, points=points, of=of, memory=memory or _memory_of_this_kernel())


class PublicChecks:
    """Collects the checks of one exercise, and shows them when the block ends.

    In every method `actual` is a value, or a function without arguments that gives it (an
    exception inside it fails this check only), and `hint` says what to look at.
    """

    def __init__(self, name: str, *, points: float, of: float, memory: Memory) -> None:
        self.name = name
        self.lines: list[Line] = []
        self._points, self._of, self._memory = points, of, memory

    def close(
        self,
        label: str,
        actual: object,
        expected: object,
        *,
        atol: float | None = None,
        rtol: float | None = None,
        hint: str = "",
    ) -> None:
        """Check numbers, tensors or arrays within a tolerance (by default one for their dtype)."""
        self._check(label, actual, lambda a: _compare.close(a, expected, atol=atol, rtol=rtol), hint)

    def equal(self, label: str, actual: object, expected: object, *, hint: str = "") -> None:
        """Check exactly: integers, strings, tuples, lists, bools, dtypes, integer tensors."""
        self._check(label, actual, lambda a: _compare.equal(a, expected), hint)

    def shape(self, label: str, actual: object, expected: tuple[int, ...], *, hint: str = "") -> None:
        """Check the shape of a tensor or array."""
        self._check(label, actual, lambda a: _compare.shape(a, expected), hint)

    def true(self, label: str, condition: object, *, hint: str = "") -> None:
        """Check that a condition holds."""
        self._check(label, condition, _compare.true, hint)

    def raises(
        self, label: str, error: type[Exception], call: Callable[[], object], *, hint: str = ""
    ) -> None:
        """Check that a call raises `error`."""
        wanted = f"{error.__name__} raised"
        try:
            result = call()
        except Exception as caught:
            if isinstance(caught, error) and not is_untouched(caught):
                self._add(label, None, hint)
            else:
                self._add_error(label, caught, hint, expected=wanted)
        else:
            self._add(
                label, Mismatch(f"nothing was raised, the result is {what_it_is(result)}", wanted), hint
            )

    def _check(
        self, label: str, actual: object, compare: Callable[[object], Mismatch | None], hint: str
    ) -> None:
        if isinstance(actual, _CALLABLE):
            try:
                actual = actual()
            except Exception as error:
                self._add_error(label, error, hint)
                return
        self._add(label, compare(actual), hint)

    def _add_error(self, label: str, error: Exception, hint: str, *, expected: str = "") -> None:
        if is_untouched(error):
            self.lines.append(Line(label, Outcome.NOT_ATTEMPTED))
        else:
            self._add(label, Mismatch(raised(error), expected), hint)

    def _add(self, label: str, mismatch: Mismatch | None, hint: str) -> None:
        if mismatch is None:
            self.lines.append(Line(label, Outcome.PASSED))
            return
        failures = self._memory.failures
        failures[self.name, label] += 1
        details = [("happened", mismatch.happened), ("expected", mismatch.expected)]
        if failures[self.name, label] >= _HINT_FROM:
            details.append(("look at", hint))
        shown = tuple((heading, sentence) for heading, sentence in details if sentence)
        picture = compare_images(*mismatch.images) if mismatch.images else ""
        self.lines.append(Line(label, Outcome.FAILED, shown, picture))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None and not isinstance(error, Exception):
            return False  # an interrupt is not a result
        if error is not None and is_untouched(error):
            self.lines.append(Line("not attempted yet", Outcome.NOT_ATTEMPTED))
        elif error is not None:
            lost = (("so", "the checks after it were not run"),)
            self.lines.append(Line(f"{self.name} {raised(error)}", Outcome.FAILED, lost))
        all_passed = all(line.outcome is Outcome.PASSED for line in self.lines)
        self._memory.reached[self.name] = self._points if all_passed else 0
        summary = self._summary(stopped=error is not None)
        show_lines(self.name, self.lines, summary)
        if is_validating() and not all_passed:
            raise AssertionError(summary) from None
        return True

    def _summary(self, *, stopped: bool) -> str:
        count = Counter(line.outcome for line in self.lines)
        if count[Outcome.NOT_ATTEMPTED] and not count[Outcome.PASSED] + count[Outcome.FAILED]:
            return f"{self.name}: not attempted yet. Write your solution above, then run this cell again."
        if stopped:
            passed = f"stopped early, public checks passed until then: {count[Outcome.PASSED]}."
        else:
            passed = f"{count[Outcome.PASSED]} of {len(self.lines)} public checks passed."
        return f"{self.name}: {passed} Hidden checks grade more cases than these.{self._so_far()}"

    def _so_far(self) -> str:
        if not self._of:
            return ""
        reached = sum(self._memory.reached.values())
        return f" So far, exercises worth {reached:g} of {self._of:g} points pass all their public checks."
