"""Real rooms for the engine's tests: one warm server for all of them, a session for each."""

import textwrap
from contextlib import ExitStack, contextmanager

import pytest

from autograder.room import bubblewrap_problem
from autograder.session import Limits, Session
from autograder.student import Student
from autograder.warm import WarmServer

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


@pytest.fixture
def notebook(warm):
    """Puts a notebook into a room: `notebook("x = 1", "y = 2", test_seconds=1)`."""
    with ExitStack() as stack:

        def opened(*cells, **limits):
            sources = [textwrap.dedent(cell).strip("\n") for cell in cells]
            session = Session(warm, sources, Limits(**(SMALL | limits)))
            return Submission(stack.enter_context(session))

        yield opened
