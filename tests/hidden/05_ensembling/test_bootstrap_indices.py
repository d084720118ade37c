"""Hidden suite of `bootstrap_indices`."""
# convnet-canary-7f3a

import math
from collections import Counter
from itertools import combinations_with_replacement
from typing import Any

import torch

from autograder.testing import (
    expect_tensor,
    expect_true,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "n independent draws, each of them any of 0 … n − 1"


def _seed() -> int:
    return int(integers(0, 2**31))


def _chance(hits: int, draws: int, share: float) -> bool:
    """Whether that many hits can be chance: "no" is wrong once in 10**12 (Bernstein's inequality)."""
    slack = 28.4 / 3 + ((28.4 / 3) ** 2 + 2 * 28.4 * draws * share * (1 - share)) ** 0.5
    return abs(hits - draws * share) <= slack


def _samples(student: Any, n: int, calls: int) -> torch.Tensor:
    """Samples of many calls, in a row: (calls, n), all of them indices."""
    actual = student.run(_draw, n, _seed(), calls)
    look_at = f"return {n} indices for n={n}" if n < 10 else "return n indices"
    values = expect_tensor(actual, shape=(calls, n), look_at=look_at).real.double()
    whole = bool(((values >= 0) & (values < n) & (values == values.round())).all())
    says = "there are indices below 0, above n − 1, or between whole numbers"
    expect_true(whole, says=says, look_at="indices begin at 0 and stop before n")
    return values.long()


@worth(2)
@parametrize("n", [1, 2, 7, 40, 1000])
def test_indices(student, n):
    """Gives n whole numbers from 0 to n − 1."""
    _samples(student, n, 20)


@worth(2)
@parametrize("n", [2, 5, 11])
def test_each_is_equally_likely(student, n):
    """Draws every index equally often, the first and the last included."""
    calls = 4000
    drawn = _samples(student, n, calls).flatten()

    counts = torch.bincount(drawn, minlength=n).tolist()
    # The draws of one call may be dependent where this is wrong; independence is another test's question.
    expect_true(
        all(_chance(count // n, calls, 1 / n) for count in counts),
        says="not every index is drawn equally often",
        look_at="rounding halves the chance of both ends; who seeds again draws the same again",
    )


@worth(3)
@parametrize("n", [2, 3, 4])
def test_independent_draws(student, n):
    """Draws with replacement: what was drawn may be drawn again, and nothing else decides."""
    calls = 4000
    bags = Counter(tuple(sorted(bag)) for bag in _samples(student, n, calls).tolist())

    for bag in combinations_with_replacement(range(n), n):
        ways = math.factorial(n)
        for times in Counter(bag).values():
            ways //= math.factorial(times)
        expect_true(
            _chance(bags[bag], calls, ways / n**n),
            says="some samples come up more often, or less often, than by independent draws",
            look_at=LOOK_AT,
        )


@worth(2)
@parametrize("n", [400, 3000])
def test_share_of_distinct_ones(student, n):
    """Leaves about 63.2 % distinct examples in a large sample."""
    for sample in _samples(student, n, 5):
        share = len(sample.unique()) / n
        slack = 8 * 0.312 / n**0.5  # eight standard deviations
        expect_true(
            abs(share - (1 - (1 - 1 / n) ** n)) < slack,
            says="the share of distinct examples is not the one of draws with replacement",
            look_at=LOOK_AT,
        )


@worth(2)
def test_generator(student):
    """The generator decides everything, moves on, and the global random state is left alone."""
    answer = student.run(_repeats, 50, _seed())
    whole = type(answer) is tuple and len(answer) == 5
    expect_true(whole, says="bootstrap_indices gave no proper answer")
    *samples, kept = answer
    one, same, other, next_one = (expect_tensor(sample, look_at="return indices") for sample in samples)

    look_at = "hand the generator to every random draw, and never seed it"
    says = "the same generator gives other indices"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)
    says = "the indices are the same, although the generator has another seed"
    expect_true(not torch.equal(one, other), says=says, look_at=look_at)
    says = "a further call with the same generator repeats the first one"
    expect_true(not torch.equal(one, next_one), says=says, look_at=look_at)
    says = "the global random state changed in spite of a generator"
    expect_true(kept, says=says, look_at=look_at)


@worth(1)
@parametrize("n", [1, 6, 30])
def test_int64(student, n):
    """Returns an int64 tensor with one axis, ready to index with."""
    actual = student.run(_draw_once, n, _seed())

    look_at = "whole numbers can index: end with .long(), or draw integers to begin with"
    expect_tensor(actual, shape=(n,), dtype=torch.int64, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _draw(student, n, seed, calls):
    """The global states are seeded, too: who draws from them fails the test about it, and no other."""
    import random

    import numpy as np

    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(seed % 2**31)
    generator = torch.Generator().manual_seed(seed)
    samples = [torch.as_tensor(student.bootstrap_indices(n, generator=generator)) for _ in range(calls)]
    return torch.stack(samples)


def _draw_once(student, n, seed):
    return student.bootstrap_indices(n, generator=torch.Generator().manual_seed(seed))


def _repeats(student, n, seed):
    """From a generator, one like it, another, the first again; and is the global state kept?"""
    import random

    import numpy as np

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    def draw(generator):
        return torch.as_tensor(student.bootstrap_indices(n, generator=generator)).clone()

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = states()
    one = draw(first)
    kept = states() == before
    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(seed % 2**31)
    return one, draw(same), draw(other), draw(first), kept
