"""The warm server: imports torch and friends once, holds nothing else, and forks children into rooms.

It runs outside the rooms, in a process of its own that knows no suite, no submission and no secret. For each
request it forks a child that enters the room (`setns`), forks once more for the pid namespace, drops every
privilege, closes every other descriptor, and only then meets student code (`autograder.worker`).
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyseccomp as seccomp

from autograder.room import Room
from autograder.verdicts import OurFault

if TYPE_CHECKING:  # imports torch, which only the server needs
    from autograder.shell import Shell

__all__ = ["WarmServer", "enter"]

START_SECONDS = 180.0  # a cold import of torch on a loaded machine
_FIRST_UID, _UIDS = 60001, 4096
_NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000  # mount, uts, ipc, pid, network
_USER_NAMESPACE = 0x10000000
_PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 38, 24, 4, 36
_CAPABILITY_VERSION = 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)


# ------------------------------------------------------------------ the grader's side


class WarmServer:
    """A running warm server. Leaving the context ends it.

    Attributes:
        address: Path of its socket, in a folder that only this user may enter.
    """

    def __init__(self, preload: Iterable[str] = ()) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self.address = str(Path(self._folder.name) / "warm.sock")
        # The environment may hold the grader's secrets: the server, and so its children, get none of it.
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        environment |= {
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MPLCONFIGDIR": self._folder.name,
            "USER": "student",
        }
        environment["PYTHONHASHSEED"] = "0"  # the order of a set of strings is part of a notebook's result
        command = [sys.executable, "-m", "autograder.warm", self.address, ",".join(sorted(set(preload)))]
        self._process = subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        if not ready or not self._process.stdout.readline():
            self.close()
            raise OurFault("the warm server did not start. Run: autograder doctor")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the server and whatever it left in its folder."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._folder.cleanup()

    def __enter__(self) -> WarmServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def enter(
    address: str, room: Room, control: socket.socket, output: int, *, memory: int, gpu: bool = False
) -> None:
    """Put a fresh worker into a room.

    Args:
        address: The warm server's.
        room: The room; its pidfd names it.
        control: The worker's end of its control channel.
        output: Descriptor that becomes the worker's standard output and error.
        memory: How much the worker may allocate beyond what it starts with [bytes].
        gpu: Whether the room has GPUs, for tests to use.

    Raises:
        OurFault: The server could not be reached.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(address)
            order = json.dumps({"memory": memory, "gpu": gpu}).encode()
            socket.send_fds(connection, [order], [room.pidfd, control.fileno(), output])
    except OSError as error:
        raise OurFault(f"the warm server could not be reached: {error}") from None


# ------------------------------------------------------------------ the server's side


def _serve(address: str, preload: Sequence[str]) -> None:
    from autograder import worker

    for name in preload:
        try:
            importlib.import_module(name)
        except ImportError:  # then it fails in the student's cell, where it is reported
            continue
    shell = worker.prepare()
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    uids = _Uids()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen(64)
        print("ready", flush=True)
        while True:
            # The grader holds our standard input open: when it goes, so do we.
            readable, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in readable:
                shutil.rmtree(Path(address).parent, ignore_errors=True)
                return
            connection, _ = listener.accept()
            with connection:
                order, fds, _, _ = socket.recv_fds(connection, 4096, 3)
            if len(fds) != 3:
                continue
            uid = uids.take(fds[0])
            if os.fork() == 0:
                try:
                    _enter(fds, uid, shell, **json.loads(order))
                except BaseException:
                    traceback.print_exc()  # ours: student code cannot raise out of the worker
                finally:
                    os._exit(70)
            for fd in fds:
                os.close(fd)


class _Uids:
    """As root, a uid for each room, free again when the room is gone.

    The kernel counts processes by uid over the whole machine, so two servers should not begin with the same.
    """

    def __init__(self) -> None:
        self._rooms: dict[int, int] = {}
        self._next = os.getpid() % _UIDS

    def take(self, pidfd: int) -> int | None:
        if os.geteuid() != 0:
            return None
        for uid, room in list(self._rooms.items()):
            if select.select([room], [], [], 0)[0]:
                os.close(room)
                del self._rooms[uid]
        in_turn = (_FIRST_UID + (self._next + step) % _UIDS for step in range(_UIDS))
        uid = next(uid for uid in in_turn if uid not in self._rooms)
        self._next = uid + 1 - _FIRST_UID
        self._rooms[uid] = os.dup(pidfd)
        return uid


def _enter(fds: list[int], uid: int | None, shell: Shell, *, memory: int, gpu: bool) -> None:
    from autograder import worker

    room, control, output = fds
    namespaces = _NAMESPACES if uid is not None else _NAMESPACES | _USER_NAMESPACE
    _check(_libc.setns(room, namespaces))
    if os.fork():  # only children live in the pid namespace
        os._exit(0)
    os.setsid()
    os.chdir("/tmp")
    _standard_streams(output)
    _close_all_but(control)
    _limits(memory, gpu=gpu)
    _drop_privileges(uid)
    _filter_calls()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Orphans become the worker's: the room's first process would leave zombies, which count as processes.
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    worker.main(socket.socket(fileno=control), shell, gpu=gpu)


def _standard_streams(output: int) -> None:
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)


def _close_all_but(kept: int) -> None:
    for entry in list(Path("/proc/self/fd").iterdir()):
        fd = int(entry.name)
        if fd > 2 and fd != kept:
            try:
                os.close(fd)
            except OSError:  # the listing's own descriptor
                continue


def _limits(memory: int, *, gpu: bool) -> None:
    # CUDA reserves address space by the hundred gigabytes: beside a GPU, only what can be written counts.
    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[5 if gpu else 0]) * resource.getpagesize()
    bounds = {
        resource.RLIMIT_DATA if gpu else resource.RLIMIT_AS: used + memory,
        resource.RLIMIT_NPROC: 64,
        resource.RLIMIT_FSIZE: 64 << 20,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for what, bound in bounds.items():
        resource.setrlimit(what, (bound, bound))


def _drop_privileges(uid: int | None) -> None:
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):  # past the last one
            break
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    _check(_libc.capset(ctypes.create_string_buffer(header), ctypes.create_string_buffer(24)))
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _check(_libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))  # its own /proc/self, which honest libraries read


# What the namespaces do not already refuse, and student code has no honest use for.
_REFUSED = [
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "pidfd_getfd",
    "kcmp",
    "keyctl",
    "add_key",
    "request_key",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "mount",
    "umount2",
    "pivot_root",
    "unshare",
    "setns",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "open_tree",
    "mount_setattr",
    "chroot",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "swapon",
    "swapoff",
    "syslog",
    "acct",
    "quotactl",
    "name_to_handle_at",
    "open_by_handle_at",
    "socket",
    "personality",
    "memfd_create",
    "memfd_secret",
    "shmget",  # these two hold memory that counts as no process's
    "msgget",
]


def _filter_calls() -> None:
    calls = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in _REFUSED:
        try:
            calls.add_rule(seccomp.ERRNO(errno.EPERM), name)
        except OSError:  # a call that this machine or this libseccomp does not have
            continue
    # glibc falls back from clone3 to clone, whose flags can be read.
    calls.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in (0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00020000):
        new_namespace = seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag)
        calls.add_rule(seccomp.ERRNO(errno.EPERM), "clone", new_namespace)
    calls.load()


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    _serve(sys.argv[1], [name for name in sys.argv[2].split(",") if name])
