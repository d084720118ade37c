"""Says whether this machine is ready for the notebooks: `python -m convlab`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

PACKAGES = ("numpy", "matplotlib", "torch", "torchvision", "sklearn", "IPython", "jupyterlab")
NEWEST_UNSUPPORTED = (3, 10)


def findings() -> Iterator[tuple[str, str]]:
    """What was looked at, and what to do about it; the latter is empty where all is well."""
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    yield python, "install Python 3.11 or newer" if sys.version_info[:2] <= NEWEST_UNSUPPORTED else ""
    for name in PACKAGES:
        try:
            module = importlib.import_module(name)
        except Exception as error:  # whatever a broken installation raises
            yield name, f"{type(error).__name__}. Run: python -m pip install -r requirements.txt"
        else:
            yield f"{name} {getattr(module, '__version__', '')}".strip(), ""
    yield "characters to read", _characters()


def _characters() -> str:
    """Draw a picture and convolve it: what every notebook does first."""
    try:
        import torch

        from convlab.data import sample

        images, _ = sample(4, seed=0)
        torch.nn.functional.conv2d(images, torch.ones(1, 1, 3, 3))
    except Exception as error:
        mend = "python -m pip install --force-reinstall -r requirements.txt"
        return f"{type(error).__name__}: {error}. Run: {mend}"
    return ""


def main() -> int:
    """Print a line for each finding; 0 where the machine is ready."""
    ready = True
    for what, problem in findings():
        print(f"{'✗' if problem else '✓'} {what}{': ' + problem if problem else ''}")
        ready = ready and not problem
    print("This machine is ready." if ready else "Not ready yet: see the lines with ✗.")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
