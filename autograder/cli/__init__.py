"""The `autograder` command: each command in a module of its own, found because it is there."""

from __future__ import annotations

import errno
import importlib
import pkgutil

from autograder.cli._shared import app, errors

__all__ = ["main"]


def main() -> None:
    """Entry point."""
    from autograder.verdicts import OurFault, SandboxMissing  # cheap: not the engine itself

    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    try:
        app()
    except SandboxMissing as missing:
        errors.print(f"Nothing is graded without a sandbox: {missing}", markup=False, highlight=False)
        raise SystemExit(2) from None
    except OurFault as fault:
        errors.print(f"Grading stopped: {fault}", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        errors.print(f"The disk is full: {error}. Make room, and run the same command again.", markup=False)
        raise SystemExit(1) from None
