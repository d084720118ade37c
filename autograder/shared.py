"""What a hidden suite works out once for a class: values of pure functions, kept by their content.

Each submission is graded in a process of its own, and hidden inputs are the same for all of them: what one
finds out about them, the others need not find out again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch

from autograder import codec

__all__ = ["keep_in", "shared"]

_T = TypeVar("_T")
_folder: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Keep values in a folder that only graders can enter; by default nothing is kept."""
    global _folder
    _folder = folder


def shared(function: Callable[..., _T]) -> Callable[..., _T]:
    """Keep what a function returns, so that it is called once for a class; for oracles that are dear.

    Args:
        function: A module-level function of the suite, of plain data and nothing else: what is drawn, is
            drawn before and handed over. Returns plain data.
    """
    text = inspect.getsource(function)

    @functools.wraps(function)
    def found(*arguments: Any) -> _T:
        if _folder is None:
            return function(*arguments)
        digest = hashlib.sha256(text.encode())
        for part in codec.encode(list(arguments)):
            digest.update(part)
        file = _folder / digest.hexdigest()
        with contextlib.suppress(OSError, ValueError, EOFError, RuntimeError, pickle.UnpicklingError):
            kept: _T = torch.load(file, weights_only=True)
            return kept
        value = function(*arguments)
        with contextlib.suppress(OSError, RuntimeError):  # no room on the disk: the next works it out, too
            own = file.with_suffix(f".{os.getpid()}")
            torch.save(value, own)
            own.replace(file)
        return value

    return found
