"""Shards: together the whole class, each student once, nearly equal parts."""

import pytest

from autograder.cluster.shards import shard_of


@pytest.mark.parametrize(("students", "parts"), [(10, 1), (10, 3), (10, 10), (3, 5), (0, 2)])
def test_together_they_are_the_class(students, parts):
    """Every student is in exactly one part, and no part is larger than another by more than one."""
    everybody = [f"s{number}" for number in range(students)]

    shards = [shard_of(everybody, f"{part}/{parts}") for part in range(1, parts + 1)]

    assert sorted(student for shard in shards for student in shard) == sorted(everybody)
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


@pytest.mark.parametrize("shard", ["0/4", "5/4", "1", "1/0", "-1/4", "1/4/2", "a/b", "", "1/4 ", "١/٤"])
def test_what_is_no_shard_is_refused(shard):
    """The message says what a shard looks like."""
    with pytest.raises(ValueError, match="i/n with i from 1 to n"):
        shard_of(["ada"], shard)
