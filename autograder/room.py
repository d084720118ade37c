"""The room: an empty place that bubblewrap builds for one submission.

Own mount, pid, network, ipc and uts namespaces; a read-only root that holds the system's libraries, the
interpreter, its packages and `convlab`; small private tmpfs. Nothing of the project, no network, no
environment. An ordinary user also gets an own user namespace; for root, bubblewrap binds as root and
`autograder.warm` gives each room a uid of its own.

A room lives as long as its first process, which reads from a pipe until we close it, or end in whatever way.
Before bubblewrap lets that process begin, nothing that happens to us may end bubblewrap, or the process would
wait for ever: hence no `--die-with-parent`, and no pipe for what bubblewrap tells.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import TracebackType

from autograder.verdicts import OurFault

__all__ = ["Room", "bubblewrap_problem"]

TMP_SIZE = 64 << 20  # [bytes]
GPU_NODES = ("dev/nvidia[0-9]*", "dev/nvidiactl", "dev/nvidia-uvm", "dev/nvidia-caps")
_SYSTEM = ("bin", "lib", "lib32", "lib64", "sbin")


class Room:
    """One room. Leaving the context takes it down, with every process in it.

    Args:
        gpu: Whether this machine's NVIDIA GPUs can be reached from it.
    """

    def __init__(self, *, gpu: bool = False) -> None:
        with open(os.memfd_create("info"), "rb") as info:  # no pipe: that breaks when its reader ends
            try:
                self._bwrap = subprocess.Popen(
                    _command(info.fileno(), gpu=gpu),
                    pass_fds=(info.fileno(),),
                    env={},
                    cwd="/",
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
            except OSError as error:
                raise OurFault(f"bubblewrap could not be started: {error}. Run: autograder doctor") from None
            if self._begins():
                info.seek(0)
                with contextlib.suppress(ProcessLookupError):  # it may have ended since
                    self.pidfd = os.pidfd_open(json.load(info)["child-pid"])
        if not hasattr(self, "pidfd"):
            self._end()
            assert self._bwrap.stderr
            problem = self._bwrap.stderr.read(2000).decode(errors="replace").strip()
            self.close()
            raise OurFault(f"bubblewrap could not build a room: {problem}. Run: autograder doctor")

    def _begins(self) -> bool:
        """Wait for the byte that the room's first process writes, or for the end of bubblewrap."""
        assert self._bwrap.stdout
        speaks, ends = self._bwrap.stdout.fileno(), os.pidfd_open(self._bwrap.pid)
        try:
            readable, _, _ = select.select([speaks, ends], [], [])
        finally:
            os.close(ends)
        return speaks in readable and bool(self._bwrap.stdout.read(1))

    def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(self, "pidfd"):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        if self._bwrap.returncode is None:
            # A first process that bubblewrap has not let begin is of its group, and holds our pipes.
            os.killpg(self._bwrap.pid, signal.SIGKILL)
            self._bwrap.wait()

    def close(self) -> None:
        """Take the room down; the kernel ends every process in it."""
        self._end()
        for pipe in (self._bwrap.stdin, self._bwrap.stdout, self._bwrap.stderr):
            assert pipe
            pipe.close()
        if hasattr(self, "pidfd"):
            os.close(self.pidfd)
            del self.pidfd

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def bubblewrap_problem() -> str | None:
    """Why no room can be built here, and the command that mends it; None where one can."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is missing. Run: apt-get install bubblewrap"
    try:
        Room().close()
    except OurFault as fault:
        return f"{fault} (user namespaces may be switched off: sysctl kernel.unprivileged_userns_clone=1)"
    return None


def _command(info_fd: int, *, gpu: bool) -> list[str]:
    as_root = os.geteuid() == 0
    walls = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    # One harmless capability keeps student code, which has none, out of the memory of the first process,
    # which runs as the same user but has neither the worker's limits nor its filter of system calls.
    users = [] if as_root else ["--unshare-user", "--disable-userns", "--cap-add", "CAP_NET_BIND_SERVICE"]
    manners = [
        "--new-session",
        "--clearenv",
        "--cap-drop",
        "ALL",
        "--as-pid-1",
        "--hostname",
        "room",
    ]
    tmpfs = ["--perms", "1777", "--size", str(TMP_SIZE), "--tmpfs"]
    nodes = [str(node) for pattern in GPU_NODES for node in sorted(Path("/").glob(pattern))] if gpu else []
    devices = [
        "--dev",
        "/dev",
        *tmpfs,
        "/dev/shm",
        *(w for node in nodes for w in ("--dev-bind", node, node)),
    ]
    places = ["--proc", "/proc", *devices, "--remount-ro", "/dev", *tmpfs, "/tmp"]
    inside = ["/usr/bin/sh", "-c", "echo; exec cat -"]
    return [
        shutil.which("bwrap") or "bwrap",  # its environment, and so its PATH, is empty
        *walls, *manners, *users, *places, *_bindings(),  # in this order: the packages may lie below /tmp
        "--remount-ro", "/", "--chdir", "/tmp", "--info-fd", str(info_fd), "--", *inside,
    ]  # fmt: skip


def _bindings() -> list[str]:
    """The system's libraries, the interpreter, its packages and convlab, each at its own path."""
    arguments = ["--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM:
        path = Path("/") / name
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    made = {Path("/"), Path("/usr"), Path("/tmp"), Path("/dev"), Path("/proc")}
    for path in _python_paths():
        # The interpreter may live under a home that only its owner may enter: make the way to it anew.
        for parent in reversed(path.parents):
            if parent not in made:
                arguments += ["--perms", "0755", "--dir", str(parent)]
                made.add(parent)
        arguments += ["--ro-bind", str(path), str(path)]
        made.add(path)
    return arguments


def _python_paths() -> list[Path]:
    import convlab

    wanted = [sys.base_prefix, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    if site.ENABLE_USER_SITE and sys.prefix == sys.base_prefix:
        wanted.append(site.getusersitepackages())
    wanted.append(str(Path(convlab.__file__).parent))
    paths: list[Path] = []
    for path in map(Path, wanted):
        covered = [Path("/usr"), *paths]
        if path.is_dir() and not any(path.is_relative_to(place) for place in covered):
            paths.append(path)
    return paths
