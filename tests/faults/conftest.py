"""A small class, and the means to do harm while it is graded: find processes, end them, look what is left.

Everything that the tests start runs below this process, which adopts orphans: what a test leaves behind is
found among its own descendants and in a temporary folder of its own, whatever else runs on the machine.
"""

import ctypes
import dataclasses
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import grade_class, students_of
from autograder.grader import Grader

HERE = Path(__file__).parent
PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 120  # no outcome depends on it: after so long, what was awaited will not come [s]
NAME = "01_tiny"


def _load(path):
    spec = importlib.util.spec_from_file_location("engine_fixtures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_engine = _load(HERE.parent / "autograder" / "conftest.py")
bubblewrap, built_course = _engine.bubblewrap, _engine.built_course
notebook_of, right = _engine.notebook_of, _engine.right


# ------------------------------------------------------------------ a class


def class_of(right):
    """What each student changes in the release: right, half-done, wrong and deadly notebooks."""
    draws = "import random\ndef double(x):\n    return 2 * x + 1e9 * (random.random() < 0.5)"
    killed = "import os, signal\ndef double(x):\n    os.kill(os.getpid(), signal.SIGKILL)"
    killer = "import os, signal\ndef double(x):\n    os.kill(os.getppid(), signal.SIGKILL)"
    # These take their time, so that somebody can come between.
    wrong = "import time\ntime.sleep(0.2)\ndef double(x):\n    return x + 1"
    numbers = "import time\ndef double(x):\n    time.sleep(0.1)\n    return 2 * x if type(x) is int else x"
    waits = "import time\ntime.sleep(0.2)\ndef double(x):\n    time.sleep(0.1)\n    return 2 * x"
    return {
        "s0-full": right,
        "s1-wrong": right | {"double": wrong},
        "s2-untouched": {},
        "s3-exits": right | {"double": "import os\nos._exit(0)"},
        "s4-ends-itself": right | {"double": killed},
        "s5-ends-its-parent": right | {"double": killer},
        "s6-draws": right | {"double": draws},
        "s7-waits": right | {"double": waits},
        "s8-raises": right | {"double": "def double(x):\n    return 1 / 0"},
        "s9-numbers-only": right | {"double": numbers},
    }


@pytest.fixture(scope="session")
def class_course(tmp_path_factory, built_course, notebook_of, right, bubblewrap, scratch):
    """The course with ten notebooks handed in. Never to be changed but for its store."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("faults") / "course")
    for student, changes in class_of(right).items():
        notebook_of(root, **changes).hand_in(root / "submitted", student)
    return root


@pytest.fixture
def course(tmp_path, class_course):
    """A copy of the course, for one test to do with what it likes."""
    return shutil.copytree(
        class_course, tmp_path / "course", ignore=shutil.ignore_patterns(".autograder", "*.db")
    )


@pytest.fixture(scope="session")
def grader(class_course):
    """A running grader of the course."""
    with Grader(class_course, NAME) as running:
        yield running


@pytest.fixture(scope="session")
def graded(grader):
    """Grades students of the course, really and not from the store."""

    def grade(students=None, jobs=1, keep=False):
        if not keep:
            shutil.rmtree(grader.store.folder, ignore_errors=True)
        folder = grader.root / "submitted"
        return grade_class(grader, folder, students or students_of(folder, NAME), jobs=jobs)

    return grade


@pytest.fixture(scope="session")
def undisturbed(graded):
    """What each student gets when nothing goes wrong on our side."""
    results = graded()
    assert [result.status for result in results] == ["graded"] * 10
    return {result.student: outcome(result) for result in results}


def outcome(result):
    """What a result says of each test, as text without timings."""
    tests = [
        (exercise.name, exercise.status, exercise.score, test.name, test.status, test.score, test.says)
        for exercise in result.exercises
        for test in exercise.tests
    ]
    return json.dumps([result.status, result.score, tests])


def outcome_of_json(submission):
    """The same, of a submission in the JSON of a command."""
    tests = [
        (
            exercise["name"],
            exercise["status"],
            exercise["score"],
            test["name"],
            test["status"],
            test["score"],
            test["says"],
        )
        for exercise in submission["exercises"]
        for test in exercise["tests"]
    ]
    return json.dumps([submission["status"], submission["score"], tests])


def scores(course):
    """The scores in nbgrader's gradebook, by student."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {submission.student.id: submission.score for submission in book.assignment_submissions(NAME)}


# ------------------------------------------------------------------ commands


@pytest.fixture
def command(scratch):
    """Starts a command of this environment in a course; whatever a test leaves running is ended."""
    started = []

    def start(course, *arguments, wrapped_in=()):
        scripts = Path(sysconfig.get_path("scripts"))
        process = subprocess.Popen(
            [*wrapped_in, scripts / arguments[0], *map(str, arguments[1:])],
            cwd=course,
            env=os.environ | {"PATH": os.defpath, "TMPDIR": str(scratch)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def finished(process):
    """The command's exit code and what it said, in one line."""
    out, err = process.communicate(timeout=5 * PATIENCE)
    return process.returncode, " ".join((out + err).split())


# ------------------------------------------------------------------ processes and what they leave


@dataclasses.dataclass(frozen=True)
class Process:
    """A process of ours, as /proc shows it."""

    pid: int
    parent: int
    state: str = dataclasses.field(compare=False)
    command: str


@pytest.fixture(scope="session", autouse=True)
def scratch():
    """The temporary folder of everything that is started here; its path is short, for sockets lie in it."""
    assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    before, folder = tempfile.tempdir, tempfile.mkdtemp(prefix="faults-")
    tempfile.tempdir = folder
    yield Path(folder)
    tempfile.tempdir = before
    shutil.rmtree(folder)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants(of=None):
    """The living processes below one of ours, by default below this one."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        process = Process(int(folder.name), int(stat[1]), stat[0], command)
        children.setdefault(process.parent, []).append(process)
    found, waiting = [], [of or os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        waiting += [process.pid for process in below]
        found += [process for process in below if process.state not in "ZX"]
    return found


def bury_orphans():
    """Do for the dead of rooms, whose parents have died, what init does: their rooms end only then."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        except OSError:
            continue
        in_a_room = len(status["NSpid"].split()) > 1  # and so nobody that this process waits for
        if in_a_room and status["State"].split()[0] == "Z" and int(status["PPid"]) == os.getpid():
            os.waitpid(int(folder.name), os.WNOHANG)


def ours(but_for):
    """What runs and lies about, but for a grader's own: servers, rooms, folders, mounts."""
    bury_orphans()
    servers = [server for server in (but_for._warm, but_for._host) if server]
    known = {server._process.pid for server in servers}
    known |= {process.pid for pid in set(known) for process in descendants(pid)}
    known |= {Path(server._folder.name) for server in servers}
    marks = ("autograder.warm", "autograder.host", "bwrap", "cat -")
    processes = {p.pid for p in descendants() if any(mark in p.command for mark in marks)}
    folders = set(Path(tempfile.gettempdir()).glob("autograder-*"))
    mounts = {line for line in Path("/proc/self/mounts").read_text().splitlines() if "faults-" in line}
    return (processes | folders | mounts) - known


@pytest.fixture
def nothing_is_left(grader):
    """Fails a test that leaves a process, a folder or a mount behind; what ends by itself has time to."""
    before = ours(grader)  # what other test modules keep running
    yield
    await_that(lambda: ours(grader) <= before, lambda: f"left behind: {ours(grader) - before}")


def await_that(holds, otherwise=lambda: "it never came"):
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.01)


def kill(pid, number=signal.SIGKILL):
    """End a process, if it is still there."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="session")
def tools():
    """The helpers above: a test module cannot import its conftest."""
    helpers = (outcome, outcome_of_json, scores, finished, descendants, await_that, kill)
    return SimpleNamespace(**{helper.__name__: helper for helper in helpers})
