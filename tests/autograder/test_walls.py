"""The walls of the room, looked at from inside, as root and as an ordinary user build it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

REPOSITORY = Path(autograder.__file__).resolve().parents[1]
SUITES = REPOSITORY / "tests" / "hidden"
NOBODY = 65534
SECRET = "a-secret-of-the-graders"

# Opens a room, lets a notebook look around in a test, and prints what it saw.
GRADER = """
import json, os, sys
from autograder.session import Session
from autograder.warm import WarmServer
with WarmServer() as server, Session(server.address, [sys.stdin.read()]) as session:
    session.begin_test()
    reply = session.request("call", "look", [os.getpid(), sys.argv[1:]], {})
    print(json.dumps({"reply": reply, "uid": os.getuid()}))
"""
NOTEBOOK = """
import ctypes, os, pathlib, resource, signal, socket, subprocess, sys, urllib.request
libc = ctypes.CDLL(None, use_errno=True)

def refused(call, *arguments):
    ctypes.set_errno(0)
    return call(*arguments) == -1 and os.strerror(ctypes.get_errno())

def tried(function, *arguments):
    try:
        return f"done: {function(*arguments)!r:.200}"
    except BaseException as error:
        return type(error).__name__

def seen(path):
    try:
        return sorted(os.listdir(path))
    except OSError as error:
        return type(error).__name__

def written(path):
    return tried(lambda: open(f"{path}/note", "w").close())

def processes():
    found = [name for name in os.listdir("/proc") if name.isdigit()]
    return {int(name): open(f"/proc/{name}/comm").read().strip() for name in found}

def look(grader, paths):
    syscall = libc.syscall
    buffer = ctypes.create_string_buffer(4096)
    return {
        "sockets": [tried(socket.socket, kind) for kind in (socket.AF_INET, socket.AF_UNIX, 16)],
        "web": tried(urllib.request.urlopen, "http://example.org"),
        "devices": sorted(line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]),
        "root": seen("/"),
        "paths": {path: seen(path) if not os.path.isfile(path) else "a file" for path in paths},
        "written": {path: written(path) for path in [
            "/", "/usr", "/usr/lib", "/dev", "/proc", "/proc/sys/kernel", os.path.dirname(os.__file__),
            *(os.path.dirname(sys.modules[name].__file__) for name in ("torch", "convlab"))]},
        "environment": dict(os.environ),
        "first environment": {pid: tried(lambda: open(f"/proc/{pid}/environ").read()) for pid in processes()},
        "uid": [os.getuid(), os.geteuid(), os.getgid(), os.getegid()],
        "groups": os.getgroups(),
        "status": dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines()),
        "calls": {
            "ptrace": refused(libc.ptrace, 16, 1, 0, 0),
            "unshare user": refused(libc.unshare, 0x10000000),
            "unshare mount": refused(libc.unshare, 0x00020000),
            "unshare network": refused(libc.unshare, 0x40000000),
            "setns": refused(libc.setns, 0, 0),
            "mount": refused(libc.mount, b"none", b"/tmp", b"tmpfs", 0, None),
            "umount": refused(libc.umount2, b"/tmp", 2),
            "chroot": refused(libc.chroot, b"/tmp"),
            "memfd_create": refused(libc.memfd_create, b"x", 0),
            "clone with a namespace": refused(syscall, 56, 0x10000000 | 17, 0, 0, 0, 0),
            "clone3": refused(syscall, 435, buffer, 88),
            "bpf": refused(syscall, 321, 0, buffer, 48),
            "keyctl": refused(syscall, 250, 0, 0, 0),
            "io_uring_setup": refused(syscall, 425, 1, buffer),
            "process_vm_readv": refused(syscall, 310, 1, buffer, 1, buffer, 1, 0),
            "pidfd_getfd": refused(syscall, 438, 0, 0, 0),
            "perf_event_open": refused(syscall, 298, buffer, 0, -1, -1, 0),
            "userfaultfd": refused(syscall, 323, 0),
            "open_by_handle_at": refused(syscall, 304, 0, buffer, 0),
        },
        "setuid": [tried(os.setuid, uid) for uid in (0, 1000)],
        "nested room": tried(subprocess.check_call, ["bwrap", "--ro-bind", "/", "/", "true"]),
        "processes": processes(),
        "signals": [tried(os.kill, pid, 0) for pid in (grader, os.getppid() + 1000)],
        "descriptors": {int(fd): os.readlink(f"/proc/self/fd/{fd}").split(":")[0]
                        for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")},
        "other memory": [tried(open, f"/proc/{pid}/mem", "rb") for pid in (1, grader)],
        "disks": [name for name in os.listdir("/dev") if pathlib.Path("/dev", name).is_block_device()],
        "limits": {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
                   for name in ("AS", "NPROC", "FSIZE", "NOFILE", "CORE", "CPU")},
        "host name": os.uname().nodename,
        "modules": sorted(name for name in sys.modules if name.startswith(("autograder", "pytest", "nbg"))),
        "home": [os.path.expanduser("~"), os.getcwd()],
    }
"""


def as_ordinary_user(command):
    """The command run as nobody, who may reach the interpreter, its packages and the project.

    They may lie in a home that only its owner may enter: in a view of the file system of its own the way to
    them is made anew. The room is built from there just as it is from everywhere else.
    """
    needed = {Path(sys.base_prefix), Path(sys.prefix), REPOSITORY}
    view = ["bwrap", "--dev-bind", "/", "/", "--cap-add", "ALL"]
    closed = {parent for path in needed for parent in path.parents if not parent.stat().st_mode & 0o001}
    for folder in sorted(closed):
        view += ["--perms", "0755", "--tmpfs", str(folder)]
    for path in sorted(needed):
        for parent in reversed(path.parents):
            if closed & set(parent.parents):
                view += ["--perms", "0755", "--dir", str(parent)]
        if closed & set(path.parents):
            view += ["--ro-bind", str(path), str(path)]
    return [*view, "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", *command]


@pytest.fixture(scope="module", params=["this user", "an ordinary user"])
def inside(request, bubblewrap):
    """What student code saw in a room that this user, or an ordinary one, built."""
    paths = [
        str(SUITES),
        str(REPOSITORY / "source"),
        str(REPOSITORY),
        "/etc",
        "/etc/passwd",
        "/home",
        "/root",
    ]
    paths += ["/var", "/run", "/sys", "/mnt", "/tmp", str(Path.home() / ".ssh"), str(REPOSITORY / ".git")]
    command = [sys.executable, "-B", "-c", GRADER, *paths]
    if request.param == "an ordinary user" and os.getuid() == 0:
        command = as_ordinary_user(command)
    done = subprocess.run(
        command, input=NOTEBOOK, env=os.environ | {"SECRET": SECRET}, cwd="/", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "value" in told["reply"], told["reply"]
    if request.param == "an ordinary user":
        assert told["uid"] != 0
    return told["reply"]["value"]


def test_there_is_no_network(inside):
    """No socket can be made, and there is no device but the loopback."""
    assert inside["sockets"] == ["PermissionError"] * 3
    assert inside["web"] == "URLError"
    assert set(inside["devices"]) <= {"lo"}


def test_the_project_is_not_there(inside):
    """Neither the hidden suites nor the source, the history or anybody's home can be seen."""
    for path in (SUITES, REPOSITORY / "source", REPOSITORY / ".git", Path.home() / ".ssh"):
        assert inside["paths"][str(path)] == "FileNotFoundError", path


def test_only_the_packages_lie_on_the_way(inside):
    """In the project's folder, where the packages need it, nothing is seen but them."""
    seen = inside["paths"][str(REPOSITORY)]

    assert seen == "FileNotFoundError" or set(seen) <= {"convlab", Path(sys.prefix).name}


@pytest.mark.parametrize("path", ["/etc", "/etc/passwd", "/home", "/var", "/run", "/sys", "/mnt"])
def test_the_machine_is_not_there(inside, path):
    """Accounts, settings, logs and devices of the machine do not exist in the room."""
    assert inside["paths"][path] == "FileNotFoundError"


def test_the_root_holds_little(inside):
    """The system's libraries, /dev, /proc, /tmp, and the way to the interpreter and convlab."""
    ways = {Path(path).parts[1] for path in (sys.base_prefix, sys.prefix, REPOSITORY)}

    assert set(inside["root"]) <= {"bin", "dev", "lib", "lib32", "lib64", "proc", "sbin", "tmp", "usr"} | ways


def test_nothing_can_be_written_outside_tmp(inside):
    """The root, the libraries, the packages, /dev and /proc are read-only; /tmp holds nothing but them."""
    assert not [path for path, said in inside["written"].items() if said.startswith("done")]
    on_the_way = {path.parts[2] for path in (REPOSITORY, Path(sys.prefix)) if path.parts[1] == "tmp"}
    assert set(inside["paths"]["/tmp"]) <= on_the_way


def test_the_environment_holds_no_secret(inside):
    """Of the grader's environment nothing arrives, also not in the files of /proc."""
    assert set(inside["environment"]) <= {
        "CUDA_VISIBLE_DEVICES", "HOME", "IPYTHONDIR", "LANG", "MKL_NUM_THREADS", "MPLBACKEND", "MPLCONFIGDIR",
        "OMP_NUM_THREADS", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTORCH_NVML_BASED_CUDA_CHECK", "USER",
    }  # fmt: skip
    assert SECRET not in json.dumps(inside)


def test_student_code_has_no_privileges(inside):
    """Not root, in no group of the machine's, without any capability, and never to get one."""
    status = inside["status"]

    assert 0 not in inside["uid"]
    assert set(inside["groups"]) <= {NOBODY}
    assert {status[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert not any(said.startswith("done") for said in inside["setuid"])


def test_system_calls_are_filtered(inside):
    """The filter is on, and what student code has no honest use for is refused."""
    assert inside["status"]["Seccomp"] == "2"
    allowed = {"Operation not permitted", "Function not implemented"}
    assert {name: said for name, said in inside["calls"].items() if said not in allowed} == {}


def test_no_room_can_be_built_in_the_room(inside):
    """Namespaces do not nest."""
    assert not inside["nested room"].startswith("done")


def test_only_the_rooms_own_processes_are_seen(inside):
    """Its first process, the worker and this test; nobody outside can be signalled or read."""
    assert len(inside["processes"]) == 3
    assert inside["signals"] == ["ProcessLookupError"] * 2
    assert not any(said.startswith("done") for said in inside["other memory"])


def test_no_descriptor_is_left_over(inside):
    """Input comes from nowhere, output goes to the grader's pipe, and there is one channel."""
    descriptors = inside["descriptors"]

    assert [descriptors.pop(fd) for fd in "012"] == ["/dev/null", "pipe", "pipe"]
    assert sorted(descriptors.values()) == ["socket"]


def test_devices_are_harmless(inside):
    """No disk is among the devices."""
    assert inside["disks"] == []


def test_limits_are_set(inside):
    """Memory, processes, files and their sizes, and processor time are bounded."""
    limits = inside["limits"]

    assert limits["NPROC"] == [64, 64]
    assert limits["CORE"] == [0, 0]
    assert all(0 < limits[name][0] < 2**40 for name in ("AS", "FSIZE", "NOFILE", "CPU"))


def test_the_room_has_its_own_name_and_home(inside):
    """The machine's name is not seen; home and work are /tmp."""
    assert inside["host name"] == "room"
    assert inside["home"] == ["/tmp", "/tmp"]


def test_the_worker_knows_no_grader(inside):
    """No module that reads suites, gradebooks or results was ever imported on the student's side."""
    trusted = [
        "session",
        "suite",
        "host",
        "grader",
        "testing",
        "compare",
        "course",
        "front",
        "store",
        "results",
    ]

    assert not {f"autograder.{name}" for name in trusted} & set(inside["modules"])
    assert not [name for name in inside["modules"] if name.startswith(("nbgrader", "pytest"))]
