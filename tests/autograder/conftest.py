"""Real parts for the engine's tests: one warm server, a session for each test, a small course."""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from autograder import cli
from autograder.build import CANARY, build
from autograder.notebook import grade_id_of
from autograder.room import bubblewrap_problem
from autograder.session import Limits, Session
from autograder.student import Student
from autograder.warm import WarmServer

REPOSITORY = Path(__file__).resolve().parents[2]
# Far below the defaults, so that a limit that trips does so at once.
SMALL = {"cell_seconds": 5, "test_seconds": 5, "memory": 1 << 30, "memory_sum": 4 << 30}


def pytest_configure(config):
    """Declare the marks of hidden suites, which this run imports as a library."""
    for mark in ("gate", "worth", "deadline"):
        config.addinivalue_line("markers", f"{mark}: of hidden suites, see autograder.testing")


class Submission:
    """A notebook in its room, asked as hidden tests ask it."""

    def __init__(self, session):
        self.session = session

    @contextmanager
    def test(self, seconds=None):
        """One test: the `student` that it would get."""
        self.session.begin_test(seconds)
        try:
            yield Student(self.session)
        finally:
            self.session.end_test()

    def call(self, name, *args, **kwargs):
        """What one call returns, in a test of its own."""
        with self.test() as student:
            return getattr(student, name)(*args, **kwargs)

    def fault(self, name, *args, kind, **kwargs):
        """How one call goes wrong, in a test of its own."""
        with self.test() as student, pytest.raises(kind) as raised:
            getattr(student, name)(*args, **kwargs)
        return raised.value

    def run_cells(self):
        """What became of the cells."""
        with self.test():
            return self.session.runs


@pytest.fixture(scope="session")
def bubblewrap():
    """Makes a test fail with the command that mends it where no room can be built."""
    if problem := bubblewrap_problem():
        pytest.fail(problem, pytrace=False)


@pytest.fixture(scope="session")
def warm(bubblewrap):
    """The address of a warm server."""
    with WarmServer(["convlab.check"]) as server:
        yield server.address


@pytest.fixture(scope="module")
def one_warm_server(warm):
    """Lets graders that tests make in this process share a warm server: to start one takes seconds."""
    shared = SimpleNamespace(address=warm, alive=True, close=lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.grader.WarmServer", lambda modules: shared)
        yield


@pytest.fixture
def notebook(warm):
    """Puts a notebook into a room: `notebook("x = 1", "y = 2", test_seconds=1)`."""
    with ExitStack() as stack:

        def opened(*cells, **limits):
            sources = [textwrap.dedent(cell).strip("\n") for cell in cells]
            session = Session(warm, sources, Limits(**(SMALL | limits)))
            return Submission(stack.enter_context(session))

        yield opened


# ------------------------------------------------------------------ a small course and its class

NAME = "01_tiny"
SCRIPT = '''\
# %% [markdown]
# # Tiny

# %%
import torch
from convlab.check import recorded

# %% exercise="double"
def double(x):
    """Twice as much."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% check="double" points=10
double(torch.zeros(1))

# %% exercise="triple"
def triple(x):
    """Three times as much."""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% check="triple" points=4
triple(2)

# %% choice="cost" points=2
cost = None  # "a", "b" or "c"
### BEGIN SOLUTION
cost = "b"
### END SOLUTION

# %% [markdown] written="why" points=3
# Why?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION

# %% told="pseudonym"
pseudonym = ""

# %% experiment
print("an experiment")
'''
HIDDEN = {
    "double": f'''\
# {CANARY}
"""Hidden suite of double."""
from autograder.testing import expect_close, measured, random, worth

@worth(3)
def test_of_tensors(student):
    """Doubles tensors."""
    measured(share=0.25)
    x = 271828.25 + random(3)
    expect_close(student.double(x), 2 * x, says="values are off", look_at="add x to itself")

@worth(1)
def test_of_numbers(student):
    """Doubles numbers."""
    assert_secret = 31337
    from autograder.testing import expect_equal
    expect_equal(student.double(assert_secret), 62674, says="numbers are off")
''',
    "triple": f'''\
# {CANARY}
"""Hidden suite of triple, which trusts what it gets more than it should."""
from autograder.testing import expect_true

def test_of_numbers(student):
    """Triples numbers."""
    expect_true(student.triple(2) + 4 == 10, says="numbers are off")
''',
}


def write_course(root):
    """A course with one small assignment, built, with nothing handed in."""
    files = {f"source/{NAME}/{NAME}.py": SCRIPT}
    files |= {f"tests/hidden/{NAME}/test_{name}.py": text for name, text in HIDDEN.items()}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    build(root, NAME)
    return root


class Notebook:
    """A notebook that somebody hands in: the release, with changes.

    Attributes:
        cells: Its cells, as JSON.
    """

    def __init__(self, course, **sources):
        text = (course / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
        self.content = json.loads(text)
        self.cells = self.content["cells"]
        for name, source in sources.items():
            self.cell(name)["source"] = source

    def cell(self, grade_id):
        """The cell that nbgrader calls so."""
        return next(cell for cell in self.cells if grade_id_of(cell) == grade_id)

    def hand_in(self, folder, student):
        """Write it to where collected notebooks lie."""
        path = folder / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(self.content), encoding="utf-8")
        return path


RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "triple": "def triple(x):\n    return x + x + x",
    "cost": 'cost = "b"',
}


@pytest.fixture(scope="session")
def built_course(tmp_path_factory):
    """The course; shared by all tests, so never to be changed."""
    return write_course(tmp_path_factory.mktemp("course").resolve())


@pytest.fixture(scope="session")
def right():
    """What a full notebook's cells hold."""
    return RIGHT


@pytest.fixture(scope="session")
def notebook_of():
    """Makes a notebook to be handed in: `notebook_of(course, double="def double(x): …")`."""
    return Notebook


@pytest.fixture(scope="session")
def run_command():
    """Runs a command of this environment in a course, as a person would, with a bare PATH."""

    def run(course, *arguments, **environment):
        command = Path(sysconfig.get_path("scripts")) / arguments[0]
        return subprocess.run(
            [command, *map(str, arguments[1:])],
            cwd=course,
            env=os.environ | {"PATH": os.defpath, "COLUMNS": "200"} | environment,
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def run_here(monkeypatch, capsys):
    """Runs an `autograder` command in this process, which spares its start: exit code, and what it said."""

    def run(course, *arguments):
        with monkeypatch.context() as patch, pytest.raises(SystemExit) as ended:
            patch.chdir(course)
            patch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
            cli.main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, " ".join((out + err).split())

    return run


# ------------------------------------------------------------------ a database server


@pytest.fixture(scope="session")
def postgres():
    """Makes databases on a PostgreSQL server of these tests' own: the address of a new one at each call."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if binaries is None:
        pytest.fail("PostgreSQL is missing. Run: apt-get install postgresql", pytrace=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        place = Path(folder)
        (place / "password").write_text("s3cret")
        if account:
            for path in (place, place / "password"):
                shutil.chown(path, "postgres")

        def run(program, *arguments):
            command = [*account, binaries / program, "-D", place / "data", *arguments]
            done = subprocess.run(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            assert done.returncode == 0, done.stderr.decode()[-2000:]

        run("initdb", "-U", "ta", "-A", "scram-sha-256", f"--pwfile={place / 'password'}", "-E", "UTF8", "-N")
        options = f"-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place}"
        run("pg_ctl", "start", "-w", "-l", place / "log", "-o", options)
        try:
            yield lambda: _new_database(f"ta:s3cret@127.0.0.1:{port}")
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")


def _new_database(server):
    name = f"grades_{uuid.uuid4().hex}"
    with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://{server}/{name}"
