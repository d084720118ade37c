"""A real Dask cluster on loopback: the same results as here, whatever dies on the way."""

import os
import signal
import subprocess
import sysconfig
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from autograder.classroom import students_of
from autograder.cluster.dask import grade_on_dask
from autograder.grader import Grader
from autograder.verdicts import OurFault

NAME = "01_tiny"
PATIENCE = 120  # no outcome depends on it [s]
DASK = [str(Path(sysconfig.get_path("scripts")) / "dask")]


class Cluster:
    """A scheduler and its workers, as processes of their own."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []
        self.port = ""
        self.scheduler = self._start_scheduler("0")
        self.port = self._address().rpartition(":")[2]

    @property
    def address(self):
        """Of the scheduler."""
        return f"tcp://127.0.0.1:{self.port}"

    def _start(self, *arguments, **environment):
        return subprocess.Popen(
            [*DASK, *arguments],
            cwd=self.folder,
            env=os.environ | {"OMP_NUM_THREADS": "1"} | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _start_scheduler(self, port):
        (self.folder / "scheduler.json").unlink(missing_ok=True)
        options = ["--host", "127.0.0.1", "--port", port, "--no-dashboard"]
        return self._start("scheduler", *options, "--scheduler-file", "scheduler.json")

    def _address(self):
        import json

        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return json.loads((self.folder / "scheduler.json").read_text())["address"]
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError("the scheduler did not start")

    def add_worker(self, *options, **environment):
        """Start one more."""
        limits = ["--nthreads", "1", "--memory-limit", "0", "--no-dashboard", "--no-nanny"]
        worker = self._start("worker", self.address, "--host", "127.0.0.1", *limits, *options, **environment)
        self.workers.append(worker)
        return worker

    def restart_scheduler(self):
        """End it without a word, and start another at the same place."""
        self._kill(self.scheduler)
        self.scheduler = self._start_scheduler(self.port)

    def _kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self):
        """End all of it."""
        for process in [self.scheduler, *self.workers]:
            self._kill(process)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler without workers."""
    with ExitStack() as stack:
        folder = tmp_path / "dask"
        folder.mkdir()
        running = Cluster(folder)
        stack.callback(running.close)
        yield running


@contextmanager
def looking(course):
    """A grader that only looks up what is kept."""
    with Grader(course, NAME) as grader:
        yield grader
        assert grader._warm is None  # nothing was graded in this process


def grade(cluster, course, **options):
    """Results by student, and what was said."""
    said = []
    with looking(course) as grader:
        students = students_of(course / "submitted", NAME)
        results = grade_on_dask(
            cluster.address, grader, course / "submitted", students, says=said.append, **options
        )
    return results, said


def outcomes(results, outcome):
    """Outcome by student; each is there once."""
    assert len({result.student for result in results}) == len(results)
    return {result.student: outcome(result) for result in results}


def test_a_cluster_grades_as_this_machine_does(cluster, course, undisturbed, tools):
    """Three workers, the same results; afterwards nothing is left to do, not even for a worker."""
    for _ in range(3):
        cluster.add_worker()
    kept = []

    results, _ = grade(cluster, course, keep=kept.append)

    assert outcomes(results, tools.outcome) == undisturbed
    assert sorted(result.student for result in kept) == [result.student for result in results]
    cluster.close()
    again, said = grade(cluster, course)
    assert outcomes(again, tools.outcome) == undisturbed
    assert said == []


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(cluster, course, undisturbed, tools):
    """What it was grading is graded by another."""
    first = cluster.add_worker()
    kept = []

    def keep(result):
        if not kept:
            cluster.add_worker()
            first.send_signal(signal.SIGKILL)
        kept.append(result.student)

    results, _ = grade(cluster, course, keep=keep)

    assert outcomes(results, tools.outcome) == undisturbed
    assert sorted(kept) == sorted(undisturbed)


@pytest.mark.slow
def test_a_restarted_scheduler_costs_nothing(cluster, course, undisturbed, tools):
    """Workers come back to the new one, and what was not graded yet is sent out again."""
    cluster.add_worker()
    cluster.add_worker()
    kept = []

    def keep(result):
        kept.append(result.student)
        if len(kept) == 3:
            cluster.restart_scheduler()
            cluster.add_worker()

    results, said = grade(cluster, course, keep=keep)

    assert outcomes(results, tools.outcome) == undisturbed
    assert sorted(kept) == sorted(undisturbed)
    assert said


@pytest.mark.slow
def test_a_worker_without_a_sandbox_grades_nothing(cluster, course, undisturbed, tools):
    """It is named, with what mends it, and the others do its work."""
    nowhere = {"PATH": str(Path(sysconfig.get_path("scripts")))}
    cluster.add_worker(**nowhere)
    with pytest.raises(OurFault, match="no worker can grade: bubblewrap is missing"):
        grade(cluster, course)

    cluster.add_worker()
    while True:
        try:
            results, said = grade(cluster, course)
            break
        except OurFault:  # the second one is still starting
            time.sleep(1)

    assert outcomes(results, tools.outcome) == undisturbed
    assert "bubblewrap is missing" in "\n".join(said)


@pytest.mark.slow
def test_tasks_go_where_their_resources_are(cluster, course, undisturbed, tools):
    """A worker without the resource gets none of them."""
    cluster.add_worker()
    cluster.add_worker("--resources", "GPU=1")

    results, _ = grade(cluster, course, resources={"GPU": 1})

    assert outcomes(results, tools.outcome) == undisturbed


def test_a_scheduler_that_is_not_there_is_named(course, tmp_path):
    """Nothing waits for ever: the address, and that what was graded is kept."""

    class Nowhere:
        address = "tcp://127.0.0.1:9"

    with pytest.raises(Exception, match=r"scheduler at tcp://127\.0\.0\.1:9 cannot be reached .* is kept"):
        grade(Nowhere, course, patience=0)
