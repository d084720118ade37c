"""Hidden suite of `cyclic_cosine`."""
# convnet-canary-7f3a

from typing import Any

import torch

from autograder.testing import (
    expect_nothing_raised,
    expect_number,
    expect_true,
    integers,
    parametrize,
    random,
    worth,
)


def _half_cosine(steps_per_cycle: int) -> list[float]:
    """The rates of torch's scheduler in one cycle, from 1 towards 0."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=steps_per_cycle)
    rates = []
    for _ in range(steps_per_cycle):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return rates


# Once, when the suite is collected: torch's optimisers take seconds to import.
HALF_COSINES = {steps: _half_cosine(steps) for steps in (2, 5, 12, 37)}


def _some_rate() -> float:
    return 0.2 + 1.5 * random(1).item()


def _ask(student: Any, steps: list[int], *args: Any, **kwargs: Any) -> list[float]:
    """The rates as numbers: whether they are Python floats is another test's question."""
    actual = student.run(_rates, steps, list(args), kwargs)
    whole = type(actual) is list and len(actual) == len(steps)
    expect_true(whole, says="cyclic_cosine gave no proper answer")
    return [expect_number(value, says="a rate is no number") for value in actual]


def _expect_rates(actual: list[float], expected: list[float], *, says: str, look_at: str) -> None:
    for value, rate in zip(actual, expected, strict=True):
        expect_number(value, rate, tolerance=1e-6, says=says, look_at=look_at)


@worth(3)
@parametrize("steps_per_cycle", list(HALF_COSINES))
def test_one_cycle(student, steps_per_cycle):
    """Falls along half a cosine, as torch's scheduler does."""
    lr_max = _some_rate()

    _expect_rates(
        _ask(student, list(range(steps_per_cycle)), steps_per_cycle, lr_max),
        [lr_max * share for share in HALF_COSINES[steps_per_cycle]],
        says="the rates of the first cycle are off",
        look_at="lr_max * (1 + cos(π · step / steps_per_cycle)) / 2, the angle in radians",
    )


@worth(3)
@parametrize("steps_per_cycle", [2, 3, 7, 12])
def test_restarts(student, steps_per_cycle):
    """Starts again from the top with each cycle, however many there were."""
    lr_max, steps = _some_rate(), range(steps_per_cycle)
    first = _ask(student, list(steps), steps_per_cycle, lr_max)
    says = "the rate does not fall in the first cycle already"
    expect_true(first[0] > first[-1], says=says, look_at="get the rates of one cycle right first")

    for cycle in (1, 2, 3, int(integers(10, 100)), int(integers(10_000, 100_000))):
        _expect_rates(
            _ask(student, [cycle * steps_per_cycle + step for step in steps], steps_per_cycle, lr_max),
            first,
            says="the rates after a restart are not those of the first cycle",
            look_at="only the steps made in this cycle count: the remainder of step by steps_per_cycle",
        )


@worth(2)
@parametrize("steps_per_cycle", [4, 11])
@parametrize("share", [0.1, 0.6, 1.0])
def test_lowest_rate(student, steps_per_cycle, share):
    """Falls from lr_max towards lr_min, along the same curve as towards 0."""
    lr_max, steps = _some_rate(), list(range(steps_per_cycle))
    lr_min = share * lr_max
    to_zero = _ask(student, steps, steps_per_cycle, lr_max)

    _expect_rates(
        _ask(student, steps, steps_per_cycle, lr_max, lr_min=lr_min),
        [lr_min + (1 - share) * rate for rate in to_zero],
        says="the rates are off when lr_min is given",
        look_at="the cosine spans lr_max − lr_min, on top of lr_min",
    )


@worth(1)
def test_cycles_of_one_step(student):
    """Is always lr_max when each cycle has one step."""
    lr_max = _some_rate()

    look_at = "divide by steps_per_cycle, not by one less"
    with expect_nothing_raised(says="a cycle may have one step", look_at=look_at):
        actual = _ask(student, [0, 1, 2, 17], 1, lr_max)
    says = "with one step in each cycle, the rate is not always lr_max"
    _expect_rates(actual, [lr_max] * 4, says=says, look_at=look_at)


@worth(1)
@parametrize("step", [0, 3, 7, 10])
def test_python_float(student, step):
    """Returns a Python float."""
    actual = student.cyclic_cosine(step, 7, _some_rate(), lr_min=0.1)

    kind = type(actual).__name__
    look_at = "math.cos gives one, and float(…) makes one of a tensor or a NumPy number"
    expect_true(type(actual) is float, says=f"the output is of type {kind}, not float", look_at=look_at)
    expect_number(actual, says="the output is no number")


# ------------------------------------------------------------------ run beside the student's code


def _rates(student, steps, args, kwargs):
    return [float(student.cyclic_cosine(step, *args, **kwargs)) for step in steps]
