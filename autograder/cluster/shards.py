"""A class in parts, for any batch system: each job grades one, and all keep results in a shared folder."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["shard_of"]


def shard_of(students: Sequence[str], shard: str) -> list[str]:
    """One of n parts, each nearly as large as any other.

    Args:
        students: The whole class, in the same order for every part.
        shard: "i/n": which part of how many, from "1/n" to "n/n".

    Raises:
        ValueError: `shard` is nothing of that kind.
    """
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", shard)
    part, parts = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part <= parts:
        raise ValueError(f"a shard is i/n with i from 1 to n, such as 1/8 … 8/8, not {shard}")
    return list(students[part - 1 :: parts])
