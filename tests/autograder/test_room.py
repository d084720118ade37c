"""The room, wherever the project lies."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

from autograder import room
from autograder.session import Session
from autograder.verdicts import OurFault

# bubblewrap waits for a byte on its standard input before it lets the first process begin: for ever, here.
HELD_UP = ["--unshare-user", "--userns-block-fd", "0"]
BUILDS_ONE = """
import sys
from autograder import room
command = room._command
room._command = lambda *args, **kwargs: [*(c := command(*args, **kwargs))[:1], *sys.argv[1:], *c[1:]]
with room.Room():
    print("built", flush=True)
    sys.stdin.read()
"""

TRIES_TO_WRITE = """
try:
    open("{}", "w")
except OSError:
    kept = "yes"
"""


def test_packages_below_tmp_are_in_the_room(warm, tmp_path, monkeypatch):
    """A project that lies below /tmp is bound on top of the room's own /tmp, and read-only."""
    tmp_path.chmod(0o755)
    (tmp_path / "module.py").write_text("here = True")
    paths = [*room._python_paths(), tmp_path]
    monkeypatch.setattr(room, "_python_paths", lambda: paths)
    cell = f"seen = open('{tmp_path}/module.py').read()\n" + TRIES_TO_WRITE.format(tmp_path / "new")

    with Session(warm, [cell]) as session:
        session.begin_test()

        assert session.request("values", ["seen", "kept"]) == {
            "value": {"seen": "here = True", "kept": "yes"}
        }


def bubblewraps(mark):
    """Process ids of bubblewraps with this mark that run, or wait to begin, in order."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, state = (folder / "cmdline").read_bytes(), (folder / "stat").read_text()
        except OSError:
            continue
        words = command.split(b"\0")
        if b"bwrap" in words[0] and mark.encode() in words and state.rpartition(")")[2].split()[0] != "Z":
            found.append(int(folder.name))
    return sorted(found)


def await_that(holds):
    """Wait until something holds; the time-out decides nothing but when to give up."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def add_options(monkeypatch, options):
    """Let every bubblewrap of this process be called with more options."""
    command = room._command
    monkeypatch.setattr(room, "_command", lambda *a, **k: [(c := command(*a, **k))[0], *options, *c[1:]])


@pytest.fixture
def mark():
    """Of the bubblewraps of one test, among all that run on the machine."""
    return uuid.uuid4().hex


@pytest.mark.usefixtures("bubblewrap")
def test_bubblewrap_is_killed_before_the_room_begins(monkeypatch, mark):
    """That room could not be built, which is said at once, and nobody waits for it for ever."""
    add_options(monkeypatch, ["--setenv", "MARK", mark, *HELD_UP])

    def kill_it():
        await_that(lambda: len(bubblewraps(mark)) == 2)
        os.kill(bubblewraps(mark)[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_it)
    killer.start()
    with pytest.raises(OurFault, match="could not build a room"):
        room.Room()
    killer.join()

    await_that(lambda: not bubblewraps(mark))


@pytest.mark.usefixtures("bubblewrap")
@pytest.mark.parametrize("held_up", [HELD_UP, []])
def test_a_room_ends_with_who_built_it(mark, held_up):
    """However that ends, and whenever: also while bubblewrap has not let the first process begin."""
    more = ["--setenv", "MARK", mark, *held_up]
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDS_ONE, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if held_up:
        await_that(lambda: len(bubblewraps(mark)) == 2)
    else:
        assert builder.stdout.readline() == b"built\n"
        assert len(bubblewraps(mark)) == 1  # the first process is another program by now

    builder.kill()
    builder.communicate()

    await_that(lambda: not bubblewraps(mark))


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_whenever_its_builder_is_killed(monkeypatch, mark):
    """Six hundred builders, each killed at a random moment, most while they build, leave no room behind."""
    add_options(monkeypatch, ["--setenv", "MARK", mark])
    draw = random.Random(2026)
    for _ in range(600):
        builder = os.fork()
        if builder == 0:
            try:
                room.Room()
                time.sleep(60)
            finally:
                os._exit(0)
        time.sleep(draw.uniform(0, 0.03))
        os.kill(builder, signal.SIGKILL)
        os.waitpid(builder, 0)

    await_that(lambda: not bubblewraps(mark))
