"""Hidden suite of `BalancedBatchSampler`."""
# convnet-canary-7f3a

from collections import Counter
from typing import Any

import torch

from autograder.testing import (
    expect_equal,
    expect_nothing_raised,
    expect_raises,
    expect_true,
    gate,
    integers,
    parametrize,
    worth,
)

Epoch = list[list[int]]

# Sizes of the classes by label, and a batch size: the largest class first, last or between, a rest or none.
CASES = {
    "two classes": ({0: 37, 1: 5}, 8),
    "rare first": ({0: 6, 1: 32}, 8),
    "three classes": ({0: 7, 1: 26, 2: 11}, 12),
    "one of each": ({0: 3, 1: 10}, 2),
    "five classes": ({0: 4, 1: 21, 2: 9, 3: 2, 4: 13}, 20),
}


def _seed() -> int:
    return int(integers(0, 2**31))


def _labels(sizes: dict[int, int]) -> torch.Tensor:
    """So many of each label, shuffled."""
    labels = torch.tensor([label for label, size in sizes.items() for _ in range(size)])
    return labels[integers(0, 2**40, len(labels)).argsort()]


def _epochs(student: Any, labels: torch.Tensor, batch_size: int, epochs: int = 1) -> list[Epoch]:
    """Batches of several epochs, plain and safe to use: every index is one of a sample."""
    return _checked(student.run(_lists, labels, batch_size, epochs, _seed()), len(labels), epochs)


def _checked(answer: object, count: int, epochs: int) -> list[Epoch]:
    says = "the sampler does not yield batches of indices"
    look_at = "yield one list of integers after the other"
    whole = type(answer) is list and len(answer) == epochs
    expect_true(whole, says=says, look_at=look_at)
    for epoch in answer:  # type: ignore[attr-defined]  # a list, checked above
        plain = type(epoch) is list and all(type(batch) is list for batch in epoch)
        plain = plain and all(type(index) is int for batch in epoch for index in batch)
        expect_true(plain, says=says, look_at=look_at)
        inside = all(0 <= index < count for batch in epoch for index in batch)
        expect_true(inside, says="the sampler yields what is no index into the labels", look_at=look_at)
        expect_true(any(epoch), says="the sampler yields no batch, or empty ones only", look_at=look_at)
    return answer  # type: ignore[return-value]  # checked above


def _largest(sizes: dict[int, int]) -> list[int]:
    return [label for label, size in sizes.items() if size == max(sizes.values())]


def _is_balanced(epoch: Epoch, labels: torch.Tensor) -> bool:
    classes = set(labels.tolist())
    counts = [Counter(labels[batch].tolist()) for batch in epoch]
    return all(set(count) == classes and len(set(count.values())) == 1 for count in counts)


def _expect_balanced(epoch: Epoch, labels: torch.Tensor, *, says: str, look_at: str) -> None:
    expect_true(_is_balanced(epoch, labels), says=says, look_at=look_at)


def _expect_covered(
    epoch: Epoch, labels: torch.Tensor, largest: list[int], *, says: str, look_at: str
) -> None:
    for label in largest:
        members = (labels == label).nonzero().flatten().tolist()
        drawn = sorted(index for batch in epoch for index in batch if labels[index] == label)
        expect_true(drawn == members, says=says, look_at=look_at)


@gate
@worth(0)
def test_yields_batches(student):
    """Yields batches of indices, for two ordinary classes."""
    sizes, batch_size = CASES["two classes"]
    _epochs(student, _labels(sizes), batch_size)


@worth(4)
@parametrize("case", CASES)
def test_balanced_batches(student, case):
    """Has equally many of each class in every batch."""
    sizes, batch_size = CASES[case]
    labels = _labels(sizes)

    for epoch in _epochs(student, labels, batch_size, 2):
        _expect_balanced(
            epoch,
            labels,
            says="a batch has not equally many of each class",
            look_at="take batch_size / number of classes from each; the last is smaller for all",
        )


@worth(3)
@parametrize("case", [*CASES, "one batch"])
def test_covers_the_majority(student, case):
    """Covers every sample of the largest class once in an epoch, also if one batch has room for all."""
    sizes, batch_size = CASES.get(case, ({0: 7, 1: 3}, 40))
    labels = _labels(sizes)

    for epoch in _epochs(student, labels, batch_size, 2):
        _expect_covered(
            epoch,
            labels,
            _largest(sizes),
            says="an epoch does not show every sample of the largest class exactly once",
            look_at="shuffle that class and cut it into pieces; what remains is a last, smaller batch",
        )


@worth(2)
@parametrize("sizes, batch_size", [({0: 15, 1: 15}, 6), ({0: 3, 1: 20, 2: 20}, 12), ({0: 8, 1: 8, 2: 8}, 6)])
def test_several_largest_classes(student, sizes, batch_size):
    """Covers every sample once of all classes that share the largest size."""
    labels = _labels(sizes)
    for epoch in _epochs(student, labels, batch_size, 2):
        once = any(
            sorted(i for batch in epoch for i in batch if labels[i] == label)
            == (labels == label).nonzero().flatten().tolist()
            for label in _largest(sizes)
        )
        says = "an epoch does not even cover one of the largest classes"
        expect_true(once, says=says, look_at="cover every sample of the largest class once")
        _expect_covered(
            epoch,
            labels,
            _largest(sizes),
            says="an epoch does not show every sample of all classes that are equally large exactly once",
            look_at="draw without replacement from each class that has as many samples as the largest",
        )


@worth(1)
@parametrize("batch_size", [1, 4])
def test_one_class(student, batch_size):
    """Takes labels that are all the same, in batches of any size."""
    labels = _labels({3: 10})
    look_at = "one class divides every batch size, and is the largest"
    with expect_nothing_raised(says="there may be a single class", look_at=look_at):
        [epoch] = _epochs(student, labels, batch_size)

    says = "an epoch does not show every sample of a single class exactly once"
    expect_true(sorted(i for batch in epoch for i in batch) == list(range(10)), says=says, look_at=look_at)


@worth(2)
@parametrize("case", CASES)
def test_batch_size(student, case):
    """Fills every batch but the last, which may be smaller."""
    sizes, batch_size = CASES[case]

    for epoch in _epochs(student, _labels(sizes), batch_size, 2):
        full = all(len(batch) == batch_size for batch in epoch[:-1]) and len(epoch[-1]) <= batch_size
        expect_true(
            full,
            says="a batch other than the last has not batch_size samples, or the last has more",
            look_at="batch_size counts all samples of a batch, and not those of one class",
        )


@worth(2)
@parametrize("sizes, batch_size", [({0: 40, 1: 6}, 8), ({0: 30, 1: 9, 2: 1}, 9), ({3: 5, 4: 25}, 10)])
def test_oversamples_all_of_the_minority(student, sizes, batch_size):
    """Draws every sample of the smaller classes sooner or later, and not only some of them."""
    labels = _labels(sizes)

    # Of n samples, each epoch draws more than n: in 30 epochs one is missed with a chance below 1e-11.
    drawn = {i for epoch in _epochs(student, labels, batch_size, 30) for batch in epoch for i in batch}
    expect_true(
        drawn == set(range(len(labels))),
        says="some samples of a smaller class are never drawn, in whatever epoch",
        look_at="draw from all indices of the class, the first and the last included",
    )


@worth(1)
def test_draws_for_every_batch(student):
    """Draws the smaller classes for every batch: an epoch does not repeat the same few of them."""
    labels = _labels({0: 160, 1: 40})
    [epoch] = _epochs(student, labels, 8)

    rare = [[index for index in batch if labels[index] == 1] for batch in epoch]
    drawn = {index for batch in rare for index in batch}
    if len(drawn) <= 1:
        return  # whether a class is drawn from at all is another test's question
    # 160 draws show less than 20 of 40 with a chance below 1e-30.
    expect_true(
        len(drawn) >= 20,
        says="in an epoch of many batches, most samples of a smaller class never come",
        look_at="draw them anew for each batch, or for the whole epoch as many as the largest class has",
    )


@worth(2)
def test_new_draw_each_epoch(student):
    """Draws anew in each epoch, for the smaller classes and for the largest."""
    labels = _labels({0: 48, 1: 16})
    first, second, third = _epochs(student, labels, 12, 3)

    look_at = "draw in __iter__ and not in __init__, from the same generator, and never seed it again"
    for label, which in ((1, "smaller"), (0, "largest")):
        draws = [
            [sorted(i for i in batch if labels[i] == label) for batch in epoch]
            for epoch in (first, second, third)
        ]
        says = f"the next epoch shows the same samples of the {which} class in the same batches"
        expect_true(draws[0] != draws[1] and draws[1] != draws[2], says=says, look_at=look_at)


@worth(1)
@parametrize("case", CASES)
def test_length(student, case):
    """len() is the number of batches of an epoch."""
    sizes, batch_size = CASES[case]
    labels = _labels(sizes)
    answer = student.run(_length, labels, batch_size, _seed())
    pair = type(answer) is tuple and len(answer) == 2
    expect_true(pair, says="the sampler has no length", look_at="define __len__")

    length, batches = answer
    expect_true(type(length) is int, says="len() gives no number", look_at="return an int from __len__")
    says = "len() is not the number of batches that an epoch yields"
    expect_true(length == batches, says=says, look_at="round up: a last, smaller batch counts")


@worth(1)
@parametrize("sizes, batch_size", [({2: 5, 7: 21}, 6), ({1: 9, 10: 30, 1000: 4}, 9), ({-3: 12, 5: 3}, 4)])
def test_any_labels(student, sizes, batch_size):
    """Takes the distinct labels as the classes, whatever numbers they are."""
    labels = _labels(sizes)
    look_at = "labels.unique() are the classes; they need not be 0, 1, …"
    with expect_nothing_raised(says="labels need not be 0, 1, …", look_at=look_at):
        [epoch] = _epochs(student, labels, batch_size)

    says = "a batch has not equally many of each class where the labels are not 0, 1, …"
    _expect_balanced(epoch, labels, says=says, look_at=look_at)


@worth(2)
@parametrize(
    "sizes, batch_size",
    [({0: 20, 1: 4}, 7), ({0: 20, 1: 4, 2: 9}, 8), ({0: 20, 1: 4, 2: 9}, 2), ({0: 9, 1: 30, 2: 4}, 14)],
)
def test_indivisible_batch_size_raises(student, sizes, batch_size):
    """Raises ValueError at once for a batch size that the number of classes does not divide."""
    labels, divisible = _labels(sizes), 2 * len(sizes)
    with expect_nothing_raised(
        says="a batch size that the number of classes divides is right",
        look_at="compare batch_size with the number of distinct labels, not with the largest label",
    ):
        student.run(_make_only, labels, divisible, _seed())

    with expect_raises(
        ValueError,
        says=f"batch_size={batch_size} for {len(sizes)} classes",
        look_at="check batch_size % number of classes in __init__, before anybody asks for a batch",
    ):
        student.run(_make_only, labels, batch_size, _seed())


@worth(2)
def test_generator(student):
    """The generator decides everything, moves on, and the global random state is left alone."""
    labels = _labels({0: 50, 1: 15})
    answer = student.run(_repeats, labels, 10, _seed())
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="the sampler gave no proper answer")
    epochs, kept = answer
    one, same, other, further = _checked(epochs, len(labels), 4)

    look_at = "hand the generator to every random draw, and never seed it"
    says = "the same generator gives other batches"
    expect_true(one == same, says=says, look_at=look_at)
    says = "the batches are the same, although the generator has another seed"
    expect_true(one != other, says=says, look_at=look_at)
    says = "a further sampler with the same generator repeats the first one"
    expect_true(one != further, says=says, look_at=look_at)
    says = "the global random state changed in spite of a generator"
    expect_true(kept is True, says=says, look_at=look_at)


@worth(1)
def test_is_a_sampler_of_lists(student):
    """Is a torch Sampler, and its batches are lists."""
    answer = student.run(_kinds, _labels({0: 20, 1: 4}), 6, _seed())
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="the sampler gave no proper answer")
    says = "BalancedBatchSampler is not derived from torch.utils.data.Sampler"
    expect_true(answer[0] is True, says=says, look_at="class BalancedBatchSampler(Sampler)")
    says = "a batch is not a list"
    expect_true(answer[1] is True, says=says, look_at="end with .tolist(), or put the indices in a list")


@worth(2)
@parametrize("sizes, batch_size", [({0: 30, 1: 5}, 8), ({0: 6, 1: 21, 2: 9}, 12)])
def test_in_a_data_loader(student, sizes, batch_size):
    """Works in a DataLoader, for several epochs."""
    labels = _labels(sizes)
    look_at = "DataLoader(dataset, batch_sampler=…) takes one list of indices for each batch"
    with expect_nothing_raised(says="a DataLoader cannot use the sampler", look_at=look_at):
        answer = student.run(_through_a_loader, labels, batch_size, _seed())

    for epoch in _checked(answer, len(labels), 2):
        says = "batches of a DataLoader have not equally many of each class"
        _expect_balanced(epoch, labels, says=says, look_at=look_at)


@worth(1)
def test_labels_are_left_alone(student):
    """Works on slices, and leaves the labels as they were."""
    labels = integers(0, 2, 60, 3)[::2, 1]
    labels[:2] = torch.tensor([0, 1])
    answer = student.run(_labels_after, labels, 6, _seed())
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="the sampler gave no proper answer")

    epochs, after = answer
    [epoch] = _checked(epochs, len(labels), 1)
    # Balanced is what a copy's batches are, or another test says so.
    [of_a_copy] = _epochs(student, labels.contiguous(), 6)
    if _is_balanced(of_a_copy, labels):
        says = "slices of larger tensors are misread"
        _expect_balanced(epoch, labels, says=says, look_at="view needs the memory in order")
    look_at = "work on a copy of the labels"
    expect_equal(after, labels.contiguous(), says="the labels have changed", look_at=look_at)


@worth(1)
@parametrize("sizes", [{0: 18, 1: 5}, {0: 4, 1: 14, 2: 6}])
def test_device_parity(student, sizes):
    """Takes labels on an accelerator, with a generator on the CPU."""
    labels = _labels(sizes)
    _expect_balanced(
        _epochs(student, labels, 6)[0],
        labels,
        says="batches are not balanced on the CPU already",
        look_at="get the batches of labels on the CPU right first",
    )

    look_at = "draw on generator.device, then move; no NumPy on labels that live elsewhere"
    with expect_nothing_raised(says="the labels may live on an accelerator", look_at=look_at):
        answer = student.run(_on_accelerator, labels, 6, _seed())
    if answer is None:
        return  # there is no accelerator that holds values
    [epoch] = _checked(answer, len(labels), 1)
    says = "a batch has not equally many of each class where the labels are on an accelerator"
    _expect_balanced(epoch, labels, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _lists(student, labels, batch_size, epochs, seed):
    """The global states are seeded, too: who draws from them fails the test about it, and no other."""
    import random
    from itertools import islice

    import numpy as np

    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(seed)
    generator = torch.Generator().manual_seed(seed)
    sampler = student.BalancedBatchSampler(labels, batch_size, generator=generator)

    def plain(batch):
        if isinstance(batch, torch.Tensor):
            return batch.tolist()
        return [int(index) for index in batch] if hasattr(batch, "__iter__") else batch

    # A sampler that never ends is cut off.
    return [[plain(batch) for batch in islice(sampler, 10 * len(labels))] for _ in range(epochs)]


def _make_only(student, labels, batch_size, seed):
    student.BalancedBatchSampler(labels, batch_size, generator=torch.Generator().manual_seed(seed))


def _length(student, labels, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    sampler = student.BalancedBatchSampler(labels, batch_size, generator=generator)
    length = len(sampler)
    return length, len([[int(index) for index in batch] for batch in sampler])


def _repeats(student, labels, batch_size, seed):
    """From a generator, one like it, another, the first again; and is the global state kept?"""
    import random

    import numpy as np

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    def epoch(generator):
        sampler = student.BalancedBatchSampler(labels.clone(), batch_size, generator=generator)
        return [[int(index) for index in batch] for batch in sampler]

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = states()
    one = epoch(first)
    kept = states() == before
    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(seed)
    return [one, epoch(same), epoch(other), epoch(first)], kept


def _kinds(student, labels, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    sampler = student.BalancedBatchSampler(labels, batch_size, generator=generator)
    kind = isinstance(sampler, torch.utils.data.Sampler)
    return kind, all(type(batch) is list for batch in sampler)


def _through_a_loader(student, labels, batch_size, seed):
    from torch.utils.data import DataLoader, TensorDataset

    sampler = student.BalancedBatchSampler(labels, batch_size, generator=torch.Generator().manual_seed(seed))
    dataset = TensorDataset(torch.arange(len(labels)), labels)
    loader = DataLoader(dataset, batch_sampler=sampler)
    return [[rows.tolist() for rows, _ in loader] for _ in range(2)]


def _labels_after(student, labels, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    sampler = student.BalancedBatchSampler(labels, batch_size, generator=generator)
    return [[[int(index) for index in batch] for batch in sampler]], labels


def _on_accelerator(student, labels, batch_size, seed):
    from convlab import devices

    generator = torch.Generator().manual_seed(seed)
    with devices.accelerator() as device:
        if device.type == "meta":
            return None
        there = devices.move(labels, device)
        sampler = student.BalancedBatchSampler(there, batch_size, generator=generator)
        return [[[int(index) for index in batch] for batch in sampler]]
