"""One submission's life in its room: run the cells once, then one fork for each test.

A worker that dies costs the test at hand. When the state itself is lost, a new room is built, the cells run
again (of the cell that was fatal, only its definitions), and grading goes on.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder import codec, source, warm
from autograder.channel import DEATH_HINT, Output, exchange
from autograder.room import Room
from autograder.verdicts import (
    OurFault,
    ProcessDied,
    StudentCrashed,
    StudentFault,
    StudentReturnedJunk,
    StudentTimedOut,
)

__all__ = ["CellRun", "Limits", "Session"]

MAX_SHOWN = 8 << 20  # by all cells together [characters]
PATIENCE = 60  # for what takes milliseconds, on a machine with far too much to do [s]


@dataclass(frozen=True)
class Limits:
    """Bounds on one submission.

    Processor time counts what student code itself uses, so that a busy machine fails nobody; wall time is
    the far wider net for code that sleeps.
    """

    cell_seconds: int = 30  # of processor time
    test_seconds: int = 10  # of processor time, unless the test says otherwise
    wall_factor: float = 6.0  # wall time allowed for each second of processor time
    submission_seconds: float = 900.0  # wall time
    memory: int = 4 << 30  # one process [bytes]
    memory_sum: int = 6 << 30  # all processes of the room [bytes]
    rooms: int = 5  # after so many fatal accidents, the remaining tests are not run
    gpu: bool = False  # whether tests, not cells, can reach this machine's GPUs


@dataclass
class CellRun:
    """What became of one cell.

    Attributes:
        number: Counted from 1 over the code cells that were run.
        error: None, or types, message, trace, cell and line as `autograder.worker` describes them.
        text: What it printed, cut.
        shown: Mime bundles of what it displayed; untrusted.
        fatal: What it did to its process, if it was fatal.
    """

    number: int
    error: dict[str, Any] | None = None
    text: str = ""
    shown: list[dict[str, str]] = field(default_factory=list)
    fatal: StudentFault | None = None


class Session:
    """Runs one submission's code. Leaving the context ends everything that runs.

    Args:
        address: Of the warm server.
        cells: Sources of the code cells to run, in order.
        limits: Bounds.

    Attributes:
        accidents: How often a process of the room ended unasked. Student code may have ended it, or somebody
            else: who it was shows only when the same happens again.
        seconds: Processor time of the tests' processes that have ended [s].
    """

    def __init__(self, address: str, cells: Sequence[str], limits: Limits | None = None) -> None:
        self.cells, self.limits = list(cells), limits or Limits()
        self.runs: list[CellRun] = []
        self.accidents, self.seconds = 0, 0.0
        self._address = address
        self._fatal: dict[int, StudentFault] = {}
        self._room: Room | None = None
        self._channel: socket.socket | None = None
        self._to_allow: int | None = None  # processor time for a test that goes on in the last one's fork [s]
        self._rooms = 0
        self._end = time.monotonic() + self.limits.submission_seconds

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave_room()

    # -------------------------------------------------------------- tests

    def begin_test(self, seconds: int | None = None, *, same_fork: bool = False) -> bool:
        """Fork the state that the cells left, for one test.

        Args:
            seconds: Processor time that its student code may use; by default as `limits` say.
            same_fork: Go on in the fork of the last test, if it is still there: a fork costs more than most
                tests do.

        Returns:
            Whether the fork is a fresh one.

        Raises:
            StudentCrashed: The notebook was fatal to too many rooms.
            StudentTimedOut: The submission's whole time is used up.
            OurFault: No room or worker could be had.
        """
        if time.monotonic() > self._end:
            raise StudentTimedOut(
                "the time for the whole notebook is used up", look_at="cells that run for minutes"
            )
        self._seconds = seconds or self.limits.test_seconds
        if same_fork and self._is_waiting():
            self._to_allow = self._seconds
            return False
        self.end_test()
        self._ensure_room()
        ours, theirs = socket.socketpair()
        with theirs:
            ours.setblocking(False)
            try:
                self._send_test(theirs)
            except (OSError, StudentFault):
                ours.close()
                self._leave_room()
                self.accidents += 1
                # In the words of `exchange`: which of the two notices it first is a matter of chance.
                raise StudentCrashed("the process that ran your code died", look_at=DEATH_HINT) from None
        self._channel, self._to_allow = ours, None
        return True

    def _is_waiting(self) -> bool:
        """Whether the last test's process is still there and silent, as one that waits for a call is."""
        if self._channel is None:
            return False
        try:
            spoke = self._channel.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            spoke = b""
        self.accidents += not spoke
        return False

    def request(self, operation: str, *arguments: Any) -> Any:
        """Ask the test's process for something; the value of its reply, untrusted.

        Raises:
            StudentFault: There is no such value, and why.
        """
        if self._channel is None:
            raise StudentCrashed("the process that ran your code died earlier in this test")
        try:
            frame = codec.encode({"op": operation, "with": list(arguments), "seconds": self._to_allow})
        except codec.CodecError as error:
            raise OurFault(f"a hidden test sends what cannot be sent: {error}") from None
        self._to_allow = None
        wall = min(self._seconds * self.limits.wall_factor, max(1.0, self._end - time.monotonic()))
        try:
            return exchange(self._channel, frame, seconds=wall, output=self._output, watch=self._watch)
        except StudentFault as fault:
            raise self._explained(fault) from None

    def end_test(self) -> str:
        """End the test's process; returns what it printed."""
        if self._channel is not None:
            self._close_channel()
            self._await_end(kill=True)
        return self._output.take() if self._room else ""

    def _explained(self, fault: StudentFault) -> StudentFault:
        """The fault, with what the end of the process tells about it."""
        self._close_channel()
        ended = self._await_end(kill=not isinstance(fault, ProcessDied))
        if not isinstance(fault, ProcessDied):
            return fault
        number, used = ended.get("signal", 0), ended.get("seconds", 0.0)
        out_of_time = number == signal.SIGXCPU or (number == signal.SIGKILL and used >= self._seconds)
        if out_of_time:
            said = f"your code was still running after {self._seconds} s of processor time"
            return StudentTimedOut(said, look_at="a loop that never ends, or far too many small steps?")
        self.accidents += 1
        if number:
            name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
            fault.staff = f"{name} after {used:.2f} s"
        return fault

    # -------------------------------------------------------------- rooms and cells

    def _ensure_room(self) -> None:
        while self._room is None:
            if self._rooms >= self.limits.rooms:
                raise StudentCrashed(
                    "the notebook ended its own process again and again; the remaining tests were not run",
                    look_at="exit calls, endless recursion, and cells that never end",
                )
            self._rooms += 1
            try:
                self._enter_room()
                self._run_cells()
            except StudentFault:
                self._leave_room()
            except BaseException:
                self._leave_room()
                raise

    def _enter_room(self) -> None:
        self._room = Room(gpu=self.limits.gpu)
        self._control, theirs = socket.socketpair()
        read_end, write_end = os.pipe()
        self._output = Output(read_end)
        try:
            with theirs:
                warm.enter(
                    self._address,
                    self._room,
                    theirs,
                    write_end,
                    memory=self.limits.memory,
                    gpu=self.limits.gpu,
                )
        finally:
            os.close(write_end)
        self._control.setblocking(False)
        try:
            entered = exchange(self._control, [], seconds=PATIENCE, output=self._output, watch=lambda: None)
        except StudentFault as fault:  # no student code has run yet
            raise OurFault(f"no worker entered the room: {fault.says} {self._output.take()[-500:]}") from None
        if entered != {"entered": True}:
            raise OurFault("the worker spoke before it entered the room")

    def _run_cells(self) -> None:
        self.runs, self._shown = [], 0
        for number, cell in enumerate(self.cells, 1):
            run = CellRun(number, fatal=self._fatal.get(number))
            self.runs.append(run)
            try:
                self._run_cell(run, source.definitions(cell) if run.fatal else cell)
            except StudentFault as fault:
                if run.fatal:  # even its definitions are fatal
                    self.cells[number - 1] = ""
                self._fatal[number] = fault
                raise

    def _run_cell(self, run: CellRun, code: str) -> None:
        if len(code) > source.MAX_CELL:
            run.error = {
                "types": ["ValueError"],
                "trace": f"This cell is longer than {source.MAX_CELL:,} characters.",
            }
            return
        seconds = self.limits.cell_seconds
        request = {"op": "cell", "number": run.number, "source": code, "seconds": seconds}
        wall = min(seconds * self.limits.wall_factor, max(1.0, self._end - time.monotonic()))
        try:
            reply = exchange(
                self._control, codec.encode(request), seconds=wall, output=self._output, watch=self._watch
            )
        except ProcessDied as fault:
            self.accidents += 1
            begins = next((line.strip()[:60] for line in code.splitlines() if line.strip()), "")
            fault.says = (
                f"the cell that begins `{begins}` ended its process, or ran for more than {seconds} s"
            )
            raise
        run.text = self._output.take()
        if type(reply) is not dict or type(reply.get("shown")) is not list:
            raise StudentReturnedJunk("the process that ran your code spoke out of turn")
        run.error = _plain_error(reply["error"]) if type(reply.get("error")) is dict else None
        run.shown = [_texts(shown) for shown in reply["shown"] if type(shown) is dict]
        self._shown += len(run.text) + len(str(reply))
        if self._shown > MAX_SHOWN:  # hundreds of cells, each within its own bounds
            run.text, run.shown = "[… cut: this notebook shows too much]", []
            run.error = {"types": ["Exception"]} if run.error else None

    def _send_test(self, theirs: socket.socket) -> None:
        self._control.setblocking(True)
        self._control.settimeout(PATIENCE)
        try:
            for part in codec.encode({"op": "test", "seconds": self._seconds}):
                self._control.sendall(part)
            socket.send_fds(self._control, [b"x"], [theirs.fileno()])
        finally:
            self._control.setblocking(False)

    def _await_end(self, *, kill: bool = False) -> dict[str, Any]:
        """Wait until the base process says that the test's process has ended; else give the room up."""
        if self._room is None:
            return {}
        request = codec.encode({"op": "kill"}) if kill else []
        try:
            ended = exchange(self._control, request, seconds=PATIENCE, output=self._output, watch=self._watch)
            if (
                type(ended) is dict
                and type(ended.get("signal")) is int
                and type(ended.get("seconds")) is float
            ):
                self.seconds += ended["seconds"]
                return ended
        except StudentFault:
            self.accidents += 1
        self._leave_room()
        return {}

    def _close_channel(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _leave_room(self) -> None:
        self._close_channel()
        if self._room is not None:
            self._room.close()
            self._room = None
            self._control.close()
            os.close(self._output.descriptor)

    def _watch(self) -> None:
        """Limits on memory hold for each process; this bounds their sum."""
        if self._room is not None and _memory_of(self._room.pidfd) > self.limits.memory_sum:
            self._leave_room()
            raise StudentCrashed(
                f"your code's processes together used more than {self.limits.memory_sum >> 30} GB of memory"
            )


def _texts(untrusted: dict[Any, Any]) -> dict[str, Any]:
    """The entries that are text, under a name that is text."""
    return {key: value for key, value in untrusted.items() if type(key) is str and type(value) is str}


def _plain_error(untrusted: dict[Any, Any]) -> dict[str, Any]:
    """What a worker says of an exception, each part of its due type."""
    places = {key: untrusted.get(key) for key in ("cell", "line")}
    types = untrusted.get("types")
    names = [name for name in types if type(name) is str] if type(types) is list else []
    return _texts(untrusted) | {k: v for k, v in places.items() if type(v) is int} | {"types": names}


def _memory_of(pidfd: int) -> int:
    """Private and shared memory of all processes in the pid namespace of a room [bytes]."""
    with open(f"/proc/self/fdinfo/{pidfd}") as info:
        found = re.search(r"^Pid:\s+(\d+)", info.read(), re.MULTILINE)
    namespace = _pid_namespace(Path("/proc", found[1])) if found else None
    if namespace is None:
        return 0
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        if _pid_namespace(process) == namespace:
            with contextlib.suppress(OSError):
                status = (process / "status").read_text()
                total += sum(
                    int(kb) << 10 for kb in re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+)", status, re.MULTILINE)
                )
    return total


def _pid_namespace(process: Path) -> Path | None:
    try:
        return (process / "ns" / "pid").readlink()
    except OSError:
        return None
