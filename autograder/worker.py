"""What runs inside the room: the notebook's cells, then, in a fork of the state they left, each test.

Everything here can be subverted by student code. The grader relies on nothing but the codec.
"""

from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import random
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from types import CodeType
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from autograder import codec, hugepages
from autograder.shell import ENVIRONMENT, Shell, make_shell
from convlab import simulated_device

__all__ = ["Notebook", "answer", "main", "prepare"]

MAX_SHOWN = 20  # displays of one cell
MAX_PICTURE = 1 << 20  # in base64 [bytes]
_ORDINARY = (
    30 << 20
)  # glibc returns what is larger to the system when it is freed, once this much was [bytes]
MAX_SHOWN_SIZE = 3 << 20  # of all displays of one cell: they travel together [bytes]
# ------------------------------------------------------------------ before any student code


def prepare() -> Shell:
    """A shell for notebooks, and everything made ready that each fork would otherwise make anew."""
    torch.set_num_threads(1)  # no OpenMP pool may exist in a process that forks
    shell = make_shell()
    _warm_up()
    hugepages.settle()
    return shell


def _warm_up() -> None:
    """What is slow the first time is done once here, not in every test: each is a fork of this process.

    Nothing with gradients: what autograd starts at its first backward does not survive a fork.
    """
    images = torch.rand(2, 3, 6, 5)
    for values in (images, images.double()):
        windows = F.pad(values, (1, 1, 1, 1)).unfold(2, 3, 1).unfold(3, 3, 1)
        torch.einsum("nchwij,fcij->nfhw", windows, torch.ones(4, 3, 3, 3, dtype=values.dtype))
        (values.flatten(1) @ values.flatten(1).T).softmax(1).argmax(1)
        F.conv2d(values, values[:, :, :3, :3])
        with torch.no_grad():
            nn.Conv2d(3, 4, 3, dtype=values.dtype)(values)
        with _Recorder():
            torch.stack([values.mean(dim=(2, 3)), values.amax(dim=(2, 3))])
    torch.unravel_index(torch.tensor(3), (2, 2))  # imports a second's worth of modules
    torch.empty(_ORDINARY, dtype=torch.uint8)
    notebook = Notebook({"f": lambda *args: 1 / len(args[1:])})
    script = "def g(student, *args):\n    return args"
    requests: list[tuple[str, list[Any]]] = [
        ("call", ["f", [images], {}]),  # raises: what is said of that is made ready, too
        ("run", ["g", script, [images.numpy(), 1.5, "text"], {}]),
    ]
    for operation, arguments in requests:
        reply = answer(notebook, operation, arguments)
        frame = b"".join(map(bytes, codec.encode({"op": operation, "with": [*arguments, reply]})))
        header, _ = codec.parse_prefix(frame[: codec.PREFIX_SIZE])
        rest = frame[codec.PREFIX_SIZE :]
        codec.decode(rest[:header], rest[header:], faithful=True)
    if simulated_device.available():
        with simulated_device.activate(), torch.no_grad():
            there = simulated_device.to_simulated(images)
            windows = F.pad(there, (1, 1, 1, 1)).unfold(2, 3, 1).unfold(3, 3, 1)
            torch.einsum("nchwij,fcij->nfhw", windows, torch.ones(4, 3, 3, 3, device=there.device)).cpu()
            (there + torch.zeros(5, device=there.device)).sum().item()
            simulated_device.to_cpu((there, there.flatten(1).mean(dim=1)))


# ------------------------------------------------------------------ the base process: cells, and forks


def main(control: socket.socket, shell: Shell, *, gpu: bool = False) -> None:
    """Serve the grader: run cells, and fork a child for each test. Never returns.

    CUDA does not survive a fork, so cells see no GPU; with `gpu`, tests do.
    """
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    # A notebook that seeds nothing still gets the same result each time that it is graded.
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    codec.send(control, {"entered": True})
    while True:
        try:
            request = codec.receive(control)
        except EOFError:
            os._exit(0)
        if request["op"] == "kill":  # too late: that test has ended by itself
            continue
        if request["op"] == "cell":
            reply = _run_cell(shell, request["number"], request["source"], request["seconds"])
        else:
            _, [fd], _, _ = socket.recv_fds(control, 1, 1)
            reply = _run_test(control, shell, socket.socket(fileno=fd), request["seconds"], gpu=gpu)
        codec.send(control, reply)


def _run_cell(shell: Shell, number: int, source: str, seconds: int) -> dict[str, Any]:
    _limit_processor_time(seconds)
    shown: list[dict[str, Any]] = shell.display_pub.outputs  # type: ignore[attr-defined]  # the capturing one
    shown.clear()
    shell.execution_count = number
    result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    _flush()
    return {"error": _describe(error) if error is not None else None, "shown": _plain_displays(list(shown))}


def _plain_displays(shown: list[Any]) -> list[dict[str, str]]:
    plain: list[dict[str, str]] = []
    left = MAX_SHOWN_SIZE
    for output in shown[:MAX_SHOWN]:
        data = output["data"]
        picture, text = data.get("image/png"), data.get("text/plain")
        kept = {"text/plain": text[:20_000]} if isinstance(text, str) else {}
        if isinstance(picture, str) and len(picture) <= MAX_PICTURE:
            kept = {"image/png": picture}
        left -= len(json.dumps(kept))
        if kept and left >= 0:
            plain.append(kept)
    return plain


def _run_test(
    control: socket.socket, shell: Shell, channel: socket.socket, seconds: int, *, gpu: bool
) -> dict[str, Any]:
    """Fork a child that answers on `channel`; wait for its end, or for the grader's word to end it."""
    drawn = random.getstate()  # Python seeds `random` anew in a fork
    child = os.fork()
    if child == 0:
        try:
            random.setstate(drawn)
            control.close()
            _limit_processor_time(seconds)
            if gpu:
                os.environ.pop("CUDA_VISIBLE_DEVICES", None)
            _serve(channel, shell.user_ns)
        finally:
            os._exit(71)
    channel.close()
    pidfd = os.pidfd_open(child)
    readable, _, _ = select.select([pidfd, control.fileno()], [], [])
    if control.fileno() in readable:
        codec.receive(control)  # whatever it says: this test is over
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    os.close(pidfd)
    _end_stragglers()
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "seconds": usage.ru_utime + usage.ru_stime,
    }


def _end_stragglers() -> None:
    """End every other process in the room but its first: tests must not meet each other."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _limit_processor_time(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(usage.ru_utime + usage.ru_stime) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):  # student code may have lowered the hard limit
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


# ------------------------------------------------------------------ a test's process: calls


class NotDefined(NameError):
    """The notebook does not define a name that a test asked for."""


class Notebook:
    """The names that the notebook left behind, as attributes."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        object.__setattr__(self, "_namespace", namespace)

    def __getattr__(self, name: str) -> Any:
        if name not in self._namespace:
            raise NotDefined(name)
        return self._namespace[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._namespace[name] = value


class _Recorder(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
        self.names.append(func._schema.name.split("::")[-1])
        return func(*args, **(kwargs or {}))


def _serve(channel: socket.socket, namespace: dict[str, Any]) -> None:
    notebook = Notebook(namespace)
    while True:
        try:
            request = codec.receive(channel)
        except EOFError:
            os._exit(0)
        if request["seconds"] is not None:  # a test begins here that has processor time of its own
            _limit_processor_time(request["seconds"])
        reply = answer(notebook, request["op"], request["with"])
        try:
            frame = codec.encode(reply)
        except BaseException as error:  # what came back is no plain data
            frame = codec.encode({"error": _describe(error)})
        _flush()
        while frame:
            frame = codec.send_some(channel, frame)


def answer(notebook: Notebook, operation: str, arguments: list[Any]) -> dict[str, Any]:
    """What the notebook's code makes of a request: its value, or the error that it raised."""
    operations: dict[str, Callable[..., Any]] = {
        "call": _call,
        "run": _run,
        "operations": _operations,
        "values": _values,
    }
    try:
        return {"value": operations[operation](notebook, *arguments)}
    except BaseException as error:
        return {"error": _describe(error)}


def _call(notebook: Notebook, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    return getattr(notebook, name)(*args, **kwargs)


@functools.cache
def _compiled(source: str) -> CodeType:
    return compile(source, "<test>", "exec")


def _run(notebook: Notebook, name: str, source: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    names: dict[str, Any] = {"torch": torch, "nn": nn, "F": F, "np": np, "math": math}
    exec(_compiled(source), names)
    return names[name](notebook, *args, **kwargs)


def _operations(notebook: Notebook, name: str, args: list[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Names of the torch operations that a call dispatches, also when it raises in the end."""
    function, error = getattr(notebook, name), None
    with _Recorder() as recorder:
        try:
            function(*args, **kwargs)
        except Exception as raised:
            error = _describe(raised)
    return {"names": recorder.names, "error": error}


def _values(notebook: Notebook, names: list[str]) -> dict[str, Any]:
    """Values of plain variables; None for what is missing or not a short string."""
    values = {name: notebook._namespace.get(name) for name in names}
    return {
        name: value if type(value) is str and len(value) < 100 else None for name, value in values.items()
    }


# ------------------------------------------------------------------ exceptions, as data


def _describe(error: BaseException) -> dict[str, Any]:
    try:
        return _described(error)
    except BaseException:  # an exception whose own methods raise
        return {
            "types": ["Exception"],
            "message": "",
            "trace": "",
            "cell": 0,
            "line": 0,
            "function": "",
            "missing": "",
        }


def _described(error: BaseException) -> dict[str, Any]:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    lines = [line for _, line in traceback.walk_tb(error.__traceback__)]
    own = [(f, n) for f, n in zip(frames, lines, strict=True) if f.f_code.co_filename.startswith("<cell ")]
    cell, line, function = 0, 0, ""
    if own:
        frame, line = own[-1]
        cell, function = int(frame.f_code.co_filename[6:-1]), frame.f_code.co_qualname
    elif isinstance(error, SyntaxError):
        line = error.lineno or 0
    return {
        "types": [kind.__name__[:80] for kind in type(error).__mro__[:12]],
        "message": str.__str__(str(error))[:4000].encode(errors="replace").decode(),
        "trace": "".join(traceback.format_exception(error, limit=-12))[-8000:]
        .encode(errors="replace")
        .decode(),
        "cell": cell,
        "line": line,
        "function": function[:200],
        "missing": error.args[0] if type(error) is NotDefined else "",
    }


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
