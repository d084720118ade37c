"""`autograder grade` is ended in the middle of a class: what was done is kept, and nothing stays behind."""

import json
import random
import signal

import pytest

from autograder.store import Store

NAME = "01_tiny"
ARGUMENTS = ("autograder", "grade", NAME, "--submitted", "submitted", "--json", "out.json", "--jobs", "2")


def stored(course):
    """The results that are kept, and what tells whether one was written again."""
    results = Store(course).folder.rglob("*.json")
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in results}


def interrupt_when(course, command, tools, number, *, done):
    """Send a signal to the command once so many results are kept; how it ended."""
    process = command(course, *ARGUMENTS)
    tools.await_that(lambda: len(stored(course)) >= done or process.poll() is not None)
    tools.kill(process.pid, number)
    return tools.finished(process)


@pytest.mark.parametrize(
    "signals",
    [
        {signal.SIGINT: 2, signal.SIGKILL: 5},
        pytest.param({signal.SIGTERM: 1, signal.SIGINT: 6}, marks=pytest.mark.slow),
    ],
)
def test_the_next_run_goes_on(course, command, tools, undisturbed, nothing_is_left, signals):
    """It grades only what was not done yet, and all end with the scores of an undisturbed run."""
    kept = {}
    for number, done in signals.items():
        code, said = interrupt_when(course, command, tools, number, done=done)

        assert code != 0
        assert "Traceback" not in said
        assert kept.items() <= stored(course).items()
        kept = stored(course)
        assert done <= len(kept) < len(undisturbed)
        if number == signal.SIGINT:
            assert "Interrupted. What was graded is kept; to go on, run the same command again." in said
        assert not (course / "out.json").exists()

    code, said = tools.finished(command(course, *ARGUMENTS))

    assert code == 0, said
    assert kept.items() <= stored(course).items()
    submissions = json.loads((course / "out.json").read_text())["submissions"]
    assert {s["student"]: tools.outcome_of_json(s) for s in submissions} == undisturbed


@pytest.mark.slow
def test_killed_again_and_again(course, command, tools, undisturbed, nothing_is_left):
    """Killed at ten random moments, from its start to its end, the command still gets there."""
    draw = random.Random(2026)
    for _ in range(10):
        kept = stored(course)
        process = command(course, *ARGUMENTS)
        more = draw.randint(0, len(undisturbed) - 1)
        tools.await_that(lambda: len(stored(course)) >= more or process.poll() is not None)  # noqa: B023
        tools.kill(process.pid)
        tools.finished(process)
        assert kept.items() <= stored(course).items()
        if draw.random() < 0.7 and stored(course):  # else the next run would soon have nothing to do
            draw.choice(sorted(stored(course))).unlink()

    code, said = tools.finished(command(course, *ARGUMENTS))

    assert code == 0, said
    submissions = json.loads((course / "out.json").read_text())["submissions"]
    assert {s["student"]: tools.outcome_of_json(s) for s in submissions} == undisturbed


@pytest.mark.slow
def test_killed_while_the_gradebook_is_written(course, command, tools, undisturbed, nothing_is_left):
    """The gradebook has every score after the next run, whatever the last one was at."""
    for written in (1, 5):
        process = command(course, *ARGUMENTS[:3])
        finished = lambda: len(list(course.glob(f"autograded/*/{NAME}/*.ipynb")))  # noqa: E731
        tools.await_that(lambda: finished() >= written or process.poll() is not None)  # noqa: B023
        tools.kill(process.pid)
        tools.finished(process)

    code, said = tools.finished(command(course, *ARGUMENTS[:3]))

    assert code == 0, said
    assert tools.scores(course) == {student: json.loads(o)[1] for student, o in undisturbed.items()}
