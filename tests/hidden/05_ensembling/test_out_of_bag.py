"""Hidden suite of `out_of_bag`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    parametrize,
    worth,
)

LOOK_AT = "mark every index that was drawn; those without a mark are left"


def _bag(n: int, draws: int) -> torch.Tensor:
    """Indices with repetitions, some left out, and in no order."""
    bag = integers(0, n, draws)
    bag[-1] = bag[0]  # something is drawn twice
    return bag


def _left_out(n: int, bag: torch.Tensor) -> torch.Tensor:
    drawn = set(bag.tolist())
    return torch.tensor([i for i in range(n) if i not in drawn], dtype=torch.float64)


def _values(actual: object, *, look_at: str = "the result has one axis") -> torch.Tensor:
    """The indices in float64, whichever dtype they have."""
    values = expect_tensor(actual, look_at=look_at).real.double()
    says = f"the output has {values.dim()} axes, but (m,) has one"
    expect_true(values.dim() == 1, says=says, look_at=look_at)
    return values


def _expect_set(actual: object, n: int, bag: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    """The right indices in any order: the order is another test's question."""
    look_at = look_at or LOOK_AT
    values = _values(actual, look_at=look_at)
    says = says or "the indices are off for an ordinary bag already"
    expect_true(torch.equal(values.sort().values, _left_out(n, bag)), says=says, look_at=look_at)


@worth(4)
@parametrize("n", [2, 5, 10, 37, 200])
def test_complement(student, n):
    """Gives each example that was not drawn, once, and none that was."""
    for _ in range(4):
        bag = _bag(n, n)
        _expect_set(
            student.out_of_bag(n, bag), n, bag, says="the indices are not those of the examples left out"
        )


@worth(2)
@parametrize("n", [12, 50, 3000])
def test_sorted(student, n):
    """Gives the indices in ascending order."""
    bag = _bag(n, n)
    actual = student.out_of_bag(n, bag)
    _expect_set(actual, n, bag)

    ascending = torch.equal(_values(actual), _left_out(n, bag))
    expect_true(
        ascending, says="the indices are not in ascending order", look_at="a set has no order: sort it"
    )


@worth(1)
@parametrize("n", [1, 2, 9])
def test_nothing_left(student, n):
    """Gives an empty tensor when every example was drawn."""
    bag = torch.arange(n).flip(0).repeat(2)
    plain = _bag(8, 8)
    _expect_set(student.out_of_bag(8, plain), 8, plain)

    look_at = "nothing is left: shape (0,)"
    with expect_nothing_raised(says="all examples may be drawn", look_at=look_at):
        actual = student.out_of_bag(n, bag)
    expect_tensor(actual, shape=(0,), look_at=look_at)


@worth(1)
@parametrize("n, at", [(2, 0), (2, 1), (9, 0), (9, 8), (9, 4)])
def test_one_left(student, n, at):
    """Gives a tensor of one index when one example was left out, at either end too."""
    bag = torch.tensor([i for i in range(n) if i != at]).repeat(2)

    _expect_set(
        student.out_of_bag(n, bag),
        n,
        bag,
        says="the index is not that of the one example left out",
        look_at="squeeze() without an axis turns (1, 1) into a number; 0 and n - 1 count as well",
    )


@worth(1)
@parametrize("n, draws", [(30, 6), (8, 12), (40, 2)])
def test_bags_of_other_sizes(student, n, draws):
    """Takes bags with fewer or more draws than there are examples."""
    bag = _bag(n, draws)

    look_at = "n says how many examples there are, and not the number of draws"
    with expect_nothing_raised(says="a bag may hold more or fewer draws than n", look_at=look_at):
        actual = student.out_of_bag(n, bag)
    _expect_set(actual, n, bag, says="the indices are off for a smaller or larger bag", look_at=look_at)


@worth(1)
@parametrize("left", ["some", "one", "none"])
def test_int64(student, left):
    """Returns int64, also where nothing is left."""
    plain = _bag(8, 8)
    _expect_set(student.out_of_bag(8, plain), 8, plain)
    bag = {"some": plain, "one": torch.arange(7), "none": torch.arange(8)}[left]

    look_at = "indices are whole numbers; torch.tensor([]) is floating, unless you give it a dtype"
    expect_tensor(student.out_of_bag(8, bag), dtype=torch.int64, look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves the indices that it was given as they were."""
    plain = _bag(20, 20)
    _expect_set(student.out_of_bag(20, plain), 20, plain)

    for bag in (integers(0, 20, 41)[1::2], integers(0, 20, 20, 3)[:, 1]):
        says = "a slice of a larger tensor is misread"
        _expect_set(student.out_of_bag(20, bag), 20, bag, says=says)
        expect_unchanged_arguments(student, "out_of_bag", 20, bag)


@worth(1)
@parametrize("n", [15, 3])
def test_device_parity(student, n):
    """Gives the same on an accelerator, and stays there."""
    bag = _bag(n, n)
    _expect_set(student.out_of_bag(n, bag), n, bag)

    expect_parity(student, "out_of_bag", n, bag)
    expect_parity(student, "out_of_bag", n, torch.arange(n))
