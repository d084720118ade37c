"""What can go wrong while a submission is graded, and whose fault it is.

Everything below `StudentFault` costs the student the test at hand. Everything else that escapes
from a hidden test is ours to mend: the exercise is then ungraded, never 0.
"""

from __future__ import annotations

import builtins

__all__ = [
    "Failed",
    "NotAttempted",
    "OurFault",
    "ProcessDied",
    "SandboxMissing",
    "StudentCrashed",
    "StudentFault",
    "StudentRaised",
    "StudentReturnedJunk",
    "StudentTimedOut",
    "known_exception",
]


class StudentFault(AssertionError):
    """A reason to give no points for a test.

    Attributes:
        says: What is wrong, for the student: no hidden input, no expected value.
        look_at: What to look at next, for the student.
        staff: Raw detail, for graders only.
    """

    status = "failed"

    def __init__(self, says: str, *, look_at: str = "", staff: str = "") -> None:
        super().__init__(says)
        self.says, self.look_at, self.staff = says, look_at, staff


class Failed(StudentFault):
    """A comparison in a hidden test did not hold."""


class NotAttempted(StudentFault):
    """The function is missing, or still raises NotImplementedError."""


class StudentRaised(StudentFault):
    """Student code raised an exception.

    Attributes:
        types: Names of the exception's class and of its bases, nearest first.
    """

    def __init__(self, says: str, *, types: tuple[str, ...], look_at: str = "", staff: str = "") -> None:
        super().__init__(says, look_at=look_at, staff=staff)
        self.types = types

    @property
    def kind(self) -> str:
        """Name of the exception, in words that student code cannot choose."""
        return known_exception(self.types)


def known_exception(types: tuple[str, ...]) -> str:
    """The nearest exception that Python itself defines: a name of the student's own could say anything."""
    for name in types:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            return name
    return "an exception"


class StudentReturnedJunk(StudentFault):
    """What came back is not plain data, too large, or not a well-formed reply."""


class StudentTimedOut(StudentFault):
    """Student code did not finish within its time."""

    status = "timed out"


class StudentCrashed(StudentFault):
    """The process that ran student code died, or was ended for the memory it used."""

    status = "crashed"


class ProcessDied(StudentCrashed):
    """The process ended by itself; nobody has said yet of what."""


class OurFault(Exception):
    """The grader could not do its work. Never costs the student a point."""


class SandboxMissing(OurFault):
    """Nothing can be graded on this machine until it has a sandbox; the text says how to get one."""
