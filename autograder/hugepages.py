"""Makes forks of this process cheap, by keeping its heap in huge pages.

A fork copies a table entry for each page of private memory, and its end frees as many. A process that
has imported torch holds some 60,000 small pages, which takes tens of milliseconds; in pages of 2 MB it takes
a few. Where the kernel cannot do it (before Linux 6.1), nothing changes but the speed.
"""

from __future__ import annotations

import ctypes
import gc
import re
from pathlib import Path

__all__ = ["settle"]

_HUGE_PAGE = 2 << 20  # [bytes]
_MADV_COLLAPSE = 25
_PRIVATE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ 0\s*(\[heap\])?$")


def settle() -> int:
    """Settle the objects and pages that are there now, before the first fork.

    Returns:
        How much memory lies in huge pages afterwards [bytes]; 0 where there are none.
    """
    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page that holds an object
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    collapsed = 0
    for line in Path("/proc/self/maps").read_text().splitlines():
        if found := _PRIVATE.match(line):
            start = -(-int(found[1], 16) // _HUGE_PAGE) * _HUGE_PAGE
            size = int(found[2], 16) // _HUGE_PAGE * _HUGE_PAGE - start
            if size > 0 and libc.madvise(start, size, _MADV_COLLAPSE) == 0:
                collapsed += size
    return collapsed
