"""Says how far a long loop has come, to whoever waits for it."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from convlab._display import LiveText, cell_number, has_kernel

__all__ = ["track"]

T = TypeVar("T")

_PATIENCE = 1.0  # a loop that ends sooner shows nothing [s]
_FORM = "{desc}: {percentage:3.0f} % |{bar:24}| {elapsed} passed, about {remaining} left"


def track(steps: Sequence[T], what: str) -> Iterator[T]:
    """Go through `steps` behind a progress bar, which goes away at the end.

    It shows in a notebook, after a second; everywhere else, as while grading, nothing is shown. Inside
    another tracked loop, and `convlab.training.train` is one, no second bar appears: the outer one moves on
    within its step.

        for seed in track(range(5), "five readers"):
            train(conv_reader(seed), images, labels, epochs=10, lr=5e-3)

    Args:
        steps: What to go through; steps of about the same length make the estimate an honest one.
        what: What is done, in a few words.
    """
    if not has_kernel():
        yield from steps
        return
    outer = _Part.running
    inside = outer is not None and outer.cell == cell_number()
    part = outer.inner(len(steps)) if outer and inside else _Part(_bar(what), len(steps))
    _Part.running = part
    try:
        for number, step in enumerate(steps, 1):
            yield step
            part.reach(number)
    finally:
        if _Part.running is part:
            _Part.running = part.outer
        if part.outer is None:
            part.bar.close()


def _bar(what: str) -> Any:
    from tqdm.std import tqdm  # only where it is shown

    # The whole is 1. Without smoothing, what is left follows from the mean so far.
    return tqdm(
        total=1.0,
        desc=what,
        bar_format=_FORM,
        delay=_PATIENCE,
        mininterval=0.5,
        smoothing=0,
        leave=False,
        file=LiveText(),
    )


class _Part:
    """A loop's part of the bar, in equal steps.

    An error leaves its loops unfinished for as long as its traceback is kept; the cell tells them from those
    that run.
    """

    running: "_Part | None" = None

    def __init__(
        self, bar: Any, steps: int, *, start: float = 0.0, size: float = 1.0, outer: "_Part | None" = None
    ) -> None:
        self.bar, self.outer, self.cell = bar, outer, cell_number()
        self._start, self._each = start, size / max(steps, 1)
        self._done = 0

    def inner(self, steps: int) -> "_Part":
        """The part of a loop inside the step that runs now."""
        start = self._start + self._done * self._each
        return _Part(self.bar, steps, start=start, size=self._each, outer=self)

    def reach(self, done: int) -> None:
        """So many steps are done. The bar never goes back, though a step may hold more than one loop."""
        self._done = done
        ahead = self._start + done * self._each - self.bar.n
        if ahead > 0:
            self.bar.update(ahead)
