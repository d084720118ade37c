"""The shell for a notebook's cells: IPython's, as notebooks know it, which keeps what is displayed."""

from __future__ import annotations

import contextlib
import os
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import torch
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

__all__ = ["ENVIRONMENT", "Shell", "make_shell"]

SHOWN_TYPES = ("text/plain", "image/png")
ENVIRONMENT = {
    "HOME": "/tmp",
    "USER": "student",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "IPYTHONDIR": "/tmp",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "CUDA_VISIBLE_DEVICES": "",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # who only asks for a GPU starts no CUDA, which survives no fork
}


def make_shell() -> Shell:
    """A shell without history, made once, before the forks."""
    os.environ.update(ENVIRONMENT)
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    module = types.ModuleType("__main__")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fresh IPYTHONDIR
        shell = Shell.instance(config=config, user_module=module)
    sys.modules["__main__"] = module
    sys.path.insert(0, "")  # a notebook sees its own folder
    if shell.display_formatter is not None:
        shell.display_formatter.active_types = list(SHOWN_TYPES)
    _without_loader_workers()
    return shell


class _CellCompiler(CachingCompiler):
    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"<cell {number}>"


class _KeptResults(DisplayHook):
    """Keeps the value of a cell's last line instead of printing it."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        assert self.shell is not None
        self.shell.display_pub.outputs.append({"data": format_dict})

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """IPython's shell, which keeps what a cell displays and prints no tracebacks."""

    compiler_class = _CellCompiler
    displayhook_class = _KeptResults
    display_pub_class = CapturingDisplayPublisher

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no event loop to join."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Errors are reported as data."""

    showsyntaxerror = showindentationerror = showtraceback

    def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {}  # IPython would format a thousand frames, for minutes, and call the exception's own methods

    @contextlib.contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        yield  # IPython would keep everything printed, in memory


def _without_loader_workers() -> None:
    """DataLoader workers need sockets, which the room refuses: load in the main process instead."""
    loader = torch.utils.data.DataLoader
    original = loader.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807  # stands in for DataLoader's own
        if kwargs.get("num_workers"):
            print("DataLoader: num_workers was set to 0 while grading")
            kwargs |= {"num_workers": 0, "prefetch_factor": None, "persistent_workers": False}
        original(self, *args, **kwargs)

    loader.__init__ = __init__  # type: ignore[method-assign]
