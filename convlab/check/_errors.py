"""An exception of the student's code, told in one line that points at the student's own line."""

import sysconfig
import traceback
from pathlib import Path

__all__ = ["is_untouched", "raised"]

_LIBRARIES = tuple(
    Path(sysconfig.get_paths()[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")
)
_OURS = Path(__file__).resolve().parents[1]  # convlab/


def _is_library(filename: str) -> bool:
    if filename.startswith(("<frozen", "<__array_function__")):
        return True
    path = Path(filename).resolve()
    return any(path.is_relative_to(folder) for folder in (*_LIBRARIES, _OURS))


def is_untouched(error: BaseException) -> bool:
    """Whether the error is a stub's `raise NotImplementedError`, rather than a library's own."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, NotImplementedError) and bool(frames) and not _is_library(frames[-1].filename)


def raised(error: BaseException) -> str:
    """One line for an exception: "raised IndexError: too many indices, at line 4: `kernel[i, j]`".

    The line is the innermost one outside the libraries: the student's own.
    """
    message = " ".join(str(error).split())
    text = f"raised {type(error).__name__}" + (f": {message[:200]}" if message else "")
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.line and not _is_library(frame.filename)]
    return f"{text}, at line {own[-1].lineno}: `{own[-1].line}`" if own else text
