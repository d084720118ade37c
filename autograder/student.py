"""The `student` fixture: a hidden test's only way to the student's code."""

from __future__ import annotations

import functools
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from torch.utils._pytree import tree_leaves

from autograder.sanitise import plain_text
from autograder.session import Session
from autograder.verdicts import (
    NotAttempted,
    OurFault,
    StudentFault,
    StudentRaised,
    StudentReturnedJunk,
    known_exception,
)

__all__ = ["Student", "source_of"]

RAISED_HINT = "call it yourself in such a case, and read the whole error message"


@functools.cache
def source_of(function: Callable[..., Any]) -> str:
    """The text of a function, from the left margin on; raises OSError where there is none."""
    return textwrap.dedent(inspect.getsource(function))


class Student:
    """What the notebook defines, called by name: `student.conv2d(images, weight)`.

    Values come back as plain data and are untrusted: hand them to an `expect_…` function first.

    Args:
        session: The submission's.
        defined: Source of what was defined after the notebook's cells, in the place of the student's own.
        kept: What `once` got so far, for this exercise; by default nothing.
        accelerator: The kind that a fresh room has, one of `autograder.results.ACCELERATORS`.

    Attributes:
        accelerator: As above: what student code says of it is not believed.
        cells: Sources of what made the namespace: the notebook's code cells, in order.
    """

    def __init__(
        self,
        session: Session,
        defined: str = "",
        kept: dict[str, Any] | None = None,
        accelerator: str = "simgpu",
    ) -> None:
        self._session, self.accelerator = session, accelerator
        self._kept = {} if kept is None else kept
        self.cells = (*session.cells, defined) if defined else tuple(session.cells)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask("call", name, list(args), kwargs)

        return call

    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Send the source of `function` and run it beside the student's code.

        Args:
            function: A self-contained module-level function. Its first parameter gets the student's
                namespace; `torch`, `nn`, `F`, `np` and `math` are there. It must hold no expected value:
                the student's process can read it.
            *args: Further arguments: plain data.
            **kwargs: Keyword arguments: plain data.
        """
        code = source_of(function)
        if f"def {function.__name__}(" not in code:
            raise OurFault(f"the file of {function.__name__} has changed since the suite was collected")
        return self._ask("run", function.__name__, code, list(args), kwargs)

    def once(self, ask: Callable[[Student], Any]) -> Any:
        """What `ask(student)` returns, asked by the first test of the exercise that wants it.

        For what is too dear to be done anew in each test, such as a long training. The others get the same
        answer, or lose to the same fault of the student's. Only values are kept, on our side; draw the
        hidden inputs inside `ask`.

        Args:
            ask: A module-level function of the suite.
        """
        name = ask.__name__
        if name not in self._kept:
            try:
                self._kept[name] = ask(self)
            except StudentFault as fault:
                self._kept[name] = fault
        if isinstance(self._kept[name], StudentFault):
            raise self._kept[name]
        return self._kept[name]

    def operations(self, name: str, *args: Any, **kwargs: Any) -> list[str]:
        """Names of the torch operations that the call `name(*args, **kwargs)` dispatches.

        An exception other than NotImplementedError only ends the list: whether the call is right is for
        another test to say.
        """
        reply = self._ask("operations", name, list(args), kwargs)
        names = reply.get("names") if type(reply) is dict else None
        if type(names) is not list or not all(type(entry) is str for entry in names):
            raise StudentReturnedJunk("the process that ran your code spoke out of turn")
        if type(reply.get("error")) is dict:
            fault = self._raised(reply["error"], name)
            if isinstance(fault, NotAttempted):
                raise fault
        return names

    def strings(self, names: list[str]) -> dict[str, str | None]:
        """The plain strings in some variables, such as choices; None where there is none, or a long one."""
        reply = self._ask("values", names)
        reply = reply if type(reply) is dict else {}
        return {name: value if type(value := reply.get(name)) is str else None for name in names}

    def _ask(self, operation: str, *arguments: Any) -> Any:
        reply = self._session.request(operation, *arguments)
        if type(reply) is dict and set(reply) == {"value"}:
            return reply["value"]
        if type(reply) is dict and type(reply.get("error")) is dict:
            raise self._raised(reply["error"], *tree_leaves(arguments))
        raise StudentReturnedJunk("the process that ran your code spoke out of turn")

    # -------------------------------------------------------------- exceptions in words

    def _raised(self, error: dict[str, Any], *asked: Any) -> StudentFault:
        """The fault behind an exception. A name that is missing counts only if it was `asked` for."""
        types = _types(error)
        staff = str(error.get("trace"))
        missing, function = error.get("missing"), error.get("function")
        words = {word for text in asked if type(text) is str for word in re.findall(r"\w+", text)}
        if type(missing) is str and missing in words:
            return self._not_defined(missing)
        if types[0] == "CodecError":
            return StudentReturnedJunk(
                "the value that was returned is not plain data", staff=str(error.get("message"))
            )
        if types[0] in ("ImportError", "ModuleNotFoundError") and not error.get("cell"):
            raise OurFault(
                f"what a hidden test sends could not be imported: {staff.strip().splitlines()[-1:]}"
            )
        place = self._place(error)
        if "NotImplementedError" in types and type(function) is str and "raise" in place:
            name = function.split(".")[0]
            name = name if any(_defines(cell, name) for cell in self.cells) else "your code"
            return NotAttempted(f"{name} still raises NotImplementedError", staff=staff)
        says = f"your code raised {known_exception(types)}{place}"
        return StudentRaised(says, types=types, look_at=RAISED_HINT, staff=staff)

    def _place(self, error: dict[str, Any]) -> str:
        """Where an exception arose, in the student's own words; its message may hold hidden inputs."""
        cell, line = error.get("cell"), error.get("line")
        if type(cell) is not int or type(line) is not int or not 1 <= cell <= len(self.cells):
            return ""
        lines = self.cells[cell - 1].splitlines()
        return f" at `{plain_text(lines[line - 1].strip(), 100)}`" if 1 <= line <= len(lines) else ""

    def _not_defined(self, name: str) -> StudentFault:
        for run in self._session.runs:
            if not _defines(self.cells[run.number - 1], name):
                continue
            if run.fatal:
                return StudentFault(f"the cell that defines {name} did not finish: {run.fatal.says}")
            if run.error:
                line = run.error.get("line")
                where = f" in line {line}" if type(line) is int and line > 0 else ""
                return StudentFault(
                    f"the cell that defines {name} raised {known_exception(_types(run.error))}{where}",
                    look_at="restart the kernel and run all cells from the top",
                    staff=str(run.error.get("trace")),
                )
        return NotAttempted(f"the notebook defines no {name}")


def _types(error: dict[str, Any]) -> tuple[str, ...]:
    types = error.get("types")
    names = [name for name in types if type(name) is str] if type(types) is list else []
    return tuple(names) or ("Exception",)


def _defines(cell: str, name: str) -> bool:
    return any(text in cell for text in (f"def {name}(", f"class {name}", f"{name} ="))
